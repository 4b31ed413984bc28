import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Facts } from './parts/shown';

export const isHelpOpen = signal(false);

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
    [['Ctrl K', '⌘K'], 'go to anything by its name'],
    [['/'], 'filter'],
    [['j', ']'], 'the older transaction'],
    [['k', '['], 'the newer transaction'],
    [['Home'], 'the newest ones, and on with what comes'],
    [['←', '→'], 'on the rail: a block back, a block on; with Alt: a change of the key'],
    [['?'], 'these keys'],
];

/** What keys do that one cannot see. */
export function KeysHelp(): JSX.Element {
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(() => {
        if (isHelpOpen.value) dialog.current?.showModal();
        else dialog.current?.close();
    }, [isHelpOpen.value]);
    return (
        <dialog
            ref={dialog}
            class="go-to keys-help"
            aria-label="Keys"
            onClose={() => {
                isHelpOpen.value = false;
            }}
        >
            <Facts
                rows={KEYS.map(([keys, what]) => [
                    keys.map((key) => (
                        <>
                            <kbd>{key}</kbd>{' '}
                        </>
                    )),
                    what,
                ])}
            />
            <button
                onClick={() => {
                    isHelpOpen.value = false;
                }}
            >
                Close
            </button>
        </dialog>
    );
}
