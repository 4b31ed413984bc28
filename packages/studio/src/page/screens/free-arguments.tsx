import type { JSX } from 'preact';
import { type Draft, keepDraft } from './draft';

/** Arguments as texts, one after the other: nobody says what the transaction takes. */
export function FreeArguments({ draft }: { readonly draft: Draft }): JSX.Element {
    const change = (free: readonly string[]): void => {
        keepDraft({ ...draft, free });
    };
    const { free } = draft;
    return (
        <fieldset class="field">
            <legend class="label">
                Arguments <span class="about">text, or JSON, as the transaction reads it</span>
            </legend>
            {free.map((text, index) => (
                <div class="pair">
                    <textarea
                        rows={1}
                        class="mono"
                        spellcheck={false}
                        aria-label={`Argument ${index + 1}`}
                        value={text}
                        onInput={({ currentTarget }) => {
                            change(free.with(index, currentTarget.value));
                        }}
                    />
                    <button
                        type="button"
                        class="quiet"
                        onClick={() => {
                            change(free.toSpliced(index, 1));
                        }}
                    >
                        Remove
                    </button>
                </div>
            ))}
            <button
                type="button"
                class="quiet"
                onClick={() => {
                    change([...free, '']);
                }}
            >
                Add an argument
            </button>
        </fieldset>
    );
}
