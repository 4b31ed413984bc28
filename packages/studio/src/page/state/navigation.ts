import { signal } from '@preact/signals';
import { type Address, formatAddress, parseAddress, type Screen } from '../../model/address';

/** Where the reader is. */
export const address = signal<Address>(parseAddress(location.pathname, location.search));

addEventListener('popstate', () => {
    address.value = parseAddress(location.pathname, location.search);
});

/** Goes to an address of the page. `replace` leaves no way back to the one before. */
export function goTo(url: string, { replace = false } = {}): void {
    if (replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    address.value = parseAddress(location.pathname, location.search);
}

/** The properties of a link within the page: it can be opened in another tab, too. */
export function linkTo(
    screen: Screen,
    path: readonly string[] = [],
    query: Readonly<Record<string, string | undefined>> = {},
): { href: string; onClick: (event: MouseEvent) => void } {
    const href = formatAddress(screen, path, query);
    return {
        href,
        onClick: (event) => {
            if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            goTo(href);
        },
    };
}
