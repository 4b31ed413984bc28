import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Draft, keepDraft } from './draft';

/** Values that are in no block: masked, and in no address. */
export function TransientInputs({ draft }: { readonly draft: Draft }): JSX.Element {
    const change = (transient: Draft['transient']): void => {
        keepDraft({ ...draft, transient });
    };
    const [shown, setShown] = useState<ReadonlySet<number>>(new Set());
    return (
        <fieldset class="field">
            <legend class="label">Transient data</legend>
            {draft.transient.map(([name, value], index) => (
                <TransientRow
                    name={name}
                    value={value}
                    isShown={shown.has(index)}
                    onShow={(isOn) => {
                        setShown(new Set([...shown, index].filter((one) => isOn || one !== index)));
                    }}
                    onChange={(row) => {
                        change(draft.transient.with(index, row));
                    }}
                    onRemove={() => {
                        // Other rows get their numbers.
                        setShown(new Set());
                        change(draft.transient.toSpliced(index, 1));
                    }}
                />
            ))}
            <button
                type="button"
                class="quiet"
                onClick={() => {
                    change([...draft.transient, ['', '']]);
                }}
            >
                Add
            </button>
        </fieldset>
    );
}

interface RowProps {
    readonly name: string;
    readonly value: string;
    readonly isShown: boolean;
    readonly onShow: (isOn: boolean) => void;
    readonly onChange: (row: Draft['transient'][number]) => void;
    readonly onRemove: () => void;
}

function TransientRow({ name, value, isShown, onShow, onChange, onRemove }: RowProps): JSX.Element {
    const input = {
        'aria-label': `Value of ${name}`,
        autocomplete: 'off',
        value,
        onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
            onChange([name, currentTarget.value]);
        },
    };
    return (
        <div class="pair">
            <input
                aria-label="Name"
                value={name}
                onInput={({ currentTarget }) => {
                    onChange([currentTarget.value, value]);
                }}
            />
            {isShown ? <input {...input} /> : <input {...input} type="password" />}
            <button
                type="button"
                class="quiet"
                aria-pressed={isShown}
                onClick={() => {
                    onShow(!isShown);
                }}
            >
                Show
            </button>
            <button type="button" class="quiet" onClick={onRemove}>
                Remove
            </button>
        </div>
    );
}
