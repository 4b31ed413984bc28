import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RawTransaction } from '../../api/transaction';
import { sizeText } from '../../model/value-view';
import { SaveButton } from '../parts/long-value';
import { Failure } from '../parts/shown';
import { Value } from '../parts/value';
import { useQuestion } from '../state/question';
import { record } from '../state/record-source';

/** All of a transaction, as it was sent: asked for when somebody opens it. */
export function Raw({ id }: { readonly id: string }): JSX.Element {
    const [isOpen, setOpen] = useState(false);
    const path = `transactions/${encodeURIComponent(id)}/raw`;
    const { answer, failure, again } = useQuestion<RawTransaction>(isOpen ? path : undefined);
    if (record !== undefined) return <></>;
    return (
        <details
            class="part"
            onToggle={({ currentTarget }) => {
                setOpen(currentTarget.open);
            }}
        >
            <summary>Raw</summary>
            {failure !== undefined && <Failure of={failure} again={again} />}
            {answer !== undefined && <RawView of={answer} />}
        </details>
    );
}

function RawView({ of: { document, envelope } }: { readonly of: RawTransaction }): JSX.Element {
    const text = JSON.stringify(document);
    return (
        <>
            <div class="card">
                <Value of={{ size: text.length, text }} />
            </div>
            <div class="actions">
                <button
                    class="quiet"
                    onClick={() => {
                        void navigator.clipboard.writeText(JSON.stringify(document, undefined, 4));
                    }}
                >
                    Copy
                </button>
                {envelope === undefined ? (
                    <span class="note">It is in no block, so nonce and signatures are not kept.</span>
                ) : (
                    <SaveButton of={envelope.of} label={`Save the envelope, ${sizeText(envelope.size)}`} />
                )}
            </div>
        </>
    );
}
