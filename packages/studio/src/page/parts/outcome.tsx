import type { JSX } from 'preact';
import type { Outcome } from '../../api/transaction';
import type { Who } from '../../api/value';
import { now } from '../state/clock';
import { Shown } from './shown';

const IS_BAD = new Set<Outcome['kind']>(['invalid', 'refused']);

export function isBad({ kind }: Outcome): boolean {
    return IS_BAD.has(kind);
}

/** A dot for each kind, which never says alone what it says. */
export function Dot({ kind }: { readonly kind: Outcome['kind'] }): JSX.Element {
    return <span class={`dot dot-${kind}`} aria-hidden="true" />;
}

/** From then on nobody is expected to submit what was endorsed. */
const WAITING_MS = 30_000;

/** What became of a transaction, now: one that was endorsed may be left so. */
export function outcomeText({ kind, text }: Outcome, at: string): string {
    if (kind !== 'pending' || now.value - Date.parse(at) < WAITING_MS) return text;
    return 'endorsed, not submitted';
}

export function Badge({ outcome }: { readonly outcome: Outcome }): JSX.Element {
    const tone = outcome.kind === 'valid' ? 'good' : isBad(outcome) ? 'bad' : 'plain';
    return (
        <span class={`badge ${tone}`}>
            <Shown text={outcome.text} />
        </span>
    );
}

/** `User1 Org1`: the organization without what all of them have. */
export function whoText({ user, mspId }: Who): string {
    return `${user} ${mspId.replace(/MSP$/, '')}`;
}

export function timeText(at: string): string {
    const time = new Date(at);
    return Number.isNaN(time.getTime())
        ? at
        : `${time.toTimeString().slice(0, 8)}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export function millisecondsText(ms: number | undefined): string {
    if (ms === undefined) return '';
    return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function idText(id: string): string {
    return id.length > 12 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
}
