import { browserStorage, Memory } from '../memory.ts';
import { applyTheme } from '../ui/theme.ts';
import { applyLanguage } from '../words/language.ts';

const memory = new Memory(browserStorage());
applyTheme(memory.get('theme'));
void applyLanguage(memory.get('language')).then(() => import('./offline-page.ts'));
