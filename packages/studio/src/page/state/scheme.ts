import { signal } from '@preact/signals';

export const SCHEMES = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

const KEY = 'heddle-studio-scheme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** What the reader chose; by default what the system says. */
export const scheme = signal<Scheme>(SCHEMES.find((one) => one === localStorage.getItem(KEY)) ?? 'system');

export function chooseScheme(chosen: Scheme): void {
    localStorage.setItem(KEY, chosen);
    scheme.value = chosen;
    apply();
}

function apply(): void {
    const system = prefersDark.matches ? 'dark' : 'light';
    document.documentElement.dataset['scheme'] = scheme.value === 'system' ? system : scheme.value;
}

prefersDark.addEventListener('change', apply);
apply();
