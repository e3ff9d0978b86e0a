import './hearth-app.ts';
