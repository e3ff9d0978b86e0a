import type { Theme } from '../memory.ts';

/** Puts a person's theme over the system's; `system` takes it away again. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
