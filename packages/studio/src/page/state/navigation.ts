import { signal } from '@preact/signals';
import { type Address, formatAddress, parseAddress, type Screen } from '../../model/address';
import { record } from './record-source';

/** Where the reader is. */
export const address = signal<Address>(here());

addEventListener('popstate', () => {
    address.value = here();
});

/** A file has one path for all of the page: there the address of a screen stands behind `#`. */
function here(): Address {
    if (record === undefined) return parseAddress(location.pathname, location.search);
    const { pathname, search } = new URL(location.hash.slice(1), 'http://localhost');
    return parseAddress(pathname, search);
}

/** What an address of the page is as a link. */
export function hrefOf(url: string): string {
    return record === undefined ? url : `#${url}`;
}

/** Goes to an address of the page. `replace` leaves no way back to the one before. */
export function goTo(url: string, { replace = false } = {}): void {
    if (replace) history.replaceState(null, '', hrefOf(url));
    else history.pushState(null, '', hrefOf(url));
    address.value = here();
}

/** The properties of a link within the page: it can be opened in another tab, too. */
export function linkTo(
    screen: Screen,
    path: readonly string[] = [],
    query: Readonly<Record<string, string | undefined>> = {},
): { href: string; onClick: (event: MouseEvent) => void } {
    const url = formatAddress(screen, path, query);
    return {
        href: hrefOf(url),
        onClick: (event) => {
            if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            goTo(url);
        },
    };
}
