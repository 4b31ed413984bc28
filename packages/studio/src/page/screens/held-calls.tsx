import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { HeldCall } from '../../api/call';
import { idText } from '../parts/outcome';
import { Card, Section, Shown } from '../parts/shown';
import { ask, send } from '../state/client';
import { failureOf } from '../state/question';
import { results } from './draft';

const held = signal<readonly HeldCall[]>([]);
const failure = signal('');

/** Asks the process what is held; the calls that were just made are among them. */
export async function loadHeld(): Promise<void> {
    held.value = await ask<readonly HeldCall[]>('held').catch(() => held.value);
}

async function end(ids: readonly string[], isCommitted: boolean): Promise<void> {
    const ending = isCommitted ? [send('held/commit', { ids })] : ids.map((id) => send(`held/${id}`, {}, 'DELETE'));
    failure.value = await Promise.all(ending).then(
        () => '',
        (error: unknown) => failureOf(error).message,
    );
    await loadHeld();
}

/** Endorsed calls that wait: committed together they are the conflict that one wants to see. */
export function HeldCalls(): JSX.Element {
    useEffect(() => {
        void loadHeld();
    }, [results.value]);
    if (held.value.length === 0) return <></>;
    const ids = held.value.map(({ id }) => id);
    return (
        <Section title="Held" about={`${held.value.length} endorsed, not submitted`}>
            <Card>
                {held.value.map(({ id, call, by }) => (
                    <div class="line">
                        <code>
                            <Shown text={call} />
                        </code>
                        <span class="about">
                            {by.user} · <span class="id">{idText(id)}</span>
                        </span>
                    </div>
                ))}
            </Card>
            {failure.value !== '' && <p class="mistake">{failure.value}</p>}
            <div class="actions">
                <button
                    class="primary"
                    onClick={() => {
                        void end(ids, true);
                    }}
                >
                    Commit in this order, in one block
                </button>
                <button
                    onClick={() => {
                        void end(ids, false);
                    }}
                >
                    Forget them
                </button>
            </div>
        </Section>
    );
}
