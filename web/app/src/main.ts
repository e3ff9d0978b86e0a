import './hearth-app.ts';
import { keepShell } from './shell/keepShell.ts';

keepShell();
