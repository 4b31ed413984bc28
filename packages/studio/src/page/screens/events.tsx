import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EventRow } from '../../api/ledger';
import type { Page } from '../../api/value';
import { shellQuoted } from '../../model/copies';
import { ledgerVersion } from '../../model/ledger-version';
import { idText } from '../parts/outcome';
import { Card, Empty, Failure, Shown } from '../parts/shown';
import { Value } from '../parts/value';
import { linkTo } from '../state/navigation';
import { isReal } from '../state/network-words';
import { useQuestion } from '../state/question';
import { network } from '../state/studio';

/** What do applications hear? */
export function Events(): JSX.Element {
    const { answer, failure, again } = useQuestion<Page<EventRow>>(
        'events',
        { limit: 100 },
        ledgerVersion(network.value),
    );
    const [name, setName] = useState('');
    const shown = (answer?.items ?? []).filter((one) => one.name.toLowerCase().includes(name.toLowerCase()));
    return (
        <div class="screen">
            <header class="bar">
                <h1>Events</h1>
                <span class="about">Invalid transactions send none.</span>
                <input
                    type="search"
                    aria-label="Name of an event"
                    placeholder="Name"
                    value={name}
                    onInput={({ currentTarget }) => {
                        setName(currentTarget.value);
                    }}
                />
            </header>
            <div class="scroll" tabIndex={0} role="region" aria-label="Content">
                {failure !== undefined && <Failure of={failure} again={again} />}
                {answer?.items.length === 0 && (
                    <Empty>
                        {isReal()
                            ? 'No event in the blocks that were read. New ones are shown as they come.'
                            : 'No event yet. A contract sends them by ctx.emit.'}
                    </Empty>
                )}
                {answer !== undefined && answer.items.length > 0 && shown.length === 0 && (
                    <Empty>No event has such a name.</Empty>
                )}
                {!isReal() && shown.length > 0 && <EventsCommand of={shown} />}
                {shown.map(({ name, payload, id, block, chaincode: from }) => (
                    <Card
                        head={
                            <code>
                                <Shown text={name} />
                            </code>
                        }
                        about={
                            <>
                                {from} · block {block} · <a {...linkTo('transactions', [id])}>{idText(id)}</a>
                            </>
                        }
                    >
                        {payload.size > 0 && <Value of={payload} />}
                    </Card>
                ))}
            </div>
        </div>
    );
}

/** What prints the same events in a terminal, and goes on with those to come. */
function EventsCommand({ of }: { readonly of: readonly EventRow[] }): JSX.Element {
    const { chaincode = '', block = 0 } = of.at(-1) ?? {};
    const text = `heddle events --chaincode ${shellQuoted(chaincode)} --from-block ${block}`;
    return (
        <div class="actions">
            <code>{text}</code>
            <button
                class="quiet"
                onClick={() => {
                    void navigator.clipboard.writeText(text);
                }}
            >
                Copy
            </button>
        </div>
    );
}
