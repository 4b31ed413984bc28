import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Found } from '../api/network';
import { formatAddress, SCREENS } from '../model/address';
import { callName } from '../model/schema';
import { Shown } from './parts/shown';
import { ask } from './state/client';
import { goTo, hrefOf } from './state/navigation';
import { metadata } from './state/studio';

export const isGoToOpen = signal(false);
const typed = signal('');
const fromProcess = signal<readonly Found[]>([]);
const chosen = signal(0);

/** Everything by its name: transactions, blocks, keys, functions, screens. */
export function GoTo(): JSX.Element {
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(() => {
        if (isGoToOpen.value) {
            // What was looked for last time is nothing of this time.
            typed.value = '';
            fromProcess.value = [];
            chosen.value = 0;
            dialog.current?.showModal();
        } else dialog.current?.close();
    }, [isGoToOpen.value]);
    const items = foundFor(typed.value);
    const open = (item: Found | undefined): void => {
        if (item === undefined) return;
        isGoToOpen.value = false;
        goTo(item.href);
    };
    return (
        <dialog
            ref={dialog}
            class="go-to"
            aria-label="Go to"
            onClose={() => {
                isGoToOpen.value = false;
            }}
        >
            <input
                type="search"
                aria-label="Transaction, block, key, function or screen"
                placeholder="Transaction, block, key, function or screen"
                value={typed.value}
                onInput={({ currentTarget }) => {
                    typed.value = currentTarget.value;
                    chosen.value = 0;
                    void askProcess(currentTarget.value);
                }}
                onKeyDown={(event) => {
                    if (event.key === 'Enter') open(items[chosen.value]);
                    // Else the browser would only empty the field.
                    if (event.key === 'Escape') isGoToOpen.value = false;
                    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
                    if (step === undefined) return;
                    event.preventDefault();
                    chosen.value = Math.max(0, Math.min(items.length - 1, chosen.value + step));
                }}
            />
            <ul role="listbox" aria-label="Found">
                {items.map((item, index) => (
                    <li role="option" aria-selected={index === chosen.value}>
                        <a
                            href={hrefOf(item.href)}
                            onClick={(event) => {
                                event.preventDefault();
                                open(item);
                            }}
                        >
                            <span class="mono">
                                <Shown text={item.text} />
                            </span>
                            <span class="about">{item.about}</span>
                        </a>
                    </li>
                ))}
            </ul>
            {items.length === 0 && <p class="note">Nothing of that name here.</p>}
        </dialog>
    );
}

const MOST_OF_A_KIND = 8;

function foundFor(words: string): Found[] {
    const wanted = words.toLowerCase();
    const screens = SCREENS.filter((one) => one.includes(wanted)).map((one): Found => ({
        kind: 'screen',
        text: one,
        about: 'screen',
        href: formatAddress(one),
    }));
    const functions = [...metadata.value].flatMap(([chaincode, { contracts }]) =>
        contracts.flatMap((contract) =>
            contract.transactions
                .map((transaction) => callName(contract, transaction))
                .filter((name) => wanted !== '' && name.toLowerCase().includes(wanted))
                .map((name): Found => ({
                    kind: 'function',
                    text: name,
                    about: 'function',
                    href: formatAddress('contracts', [chaincode, name]),
                })),
        ),
    );
    return [...fromProcess.value, ...functions.slice(0, MOST_OF_A_KIND), ...screens];
}

async function askProcess(words: string): Promise<void> {
    const found = words === '' ? [] : await ask<readonly Found[]>('find', { q: words }).catch(() => []);
    if (words === typed.value) fromProcess.value = found;
}
