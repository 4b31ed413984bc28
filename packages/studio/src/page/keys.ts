import { formatAddress } from '../model/address';
import { isGoToOpen } from './go-to';
import { isHelpOpen } from './keys-help';
import { address, goTo } from './state/navigation';
import { shown } from './state/studio';

/** Keys that work everywhere but where one types. */
export function listenForKeys(): void {
    addEventListener('keydown', (event) => {
        const isCommand = event.ctrlKey || event.metaKey;
        if (isCommand && event.key === 'k') {
            event.preventDefault();
            isGoToOpen.value = true;
        }
        if (!isCommand && !event.altKey && !isTyping(event.target)) onKey(event);
    });
}

function onKey(event: KeyboardEvent): void {
    if (event.key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('header input[type=search]')?.focus();
    }
    if (event.key === '?') isHelpOpen.value = true;
    const step = { '[': -1, ']': 1, k: -1, j: 1 }[event.key];
    if (step !== undefined) moveBy(step);
}

/** To the newer row, or the older one. */
function moveBy(step: number): void {
    const { screen, path } = address.value;
    if (screen !== 'transactions') return;
    const at = shown.value.findIndex(({ id }) => id === path[0]);
    const next = shown.value[at === -1 ? 0 : at + step];
    if (next !== undefined) goTo(formatAddress('transactions', [next.id]), { replace: at !== -1 });
}

function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
