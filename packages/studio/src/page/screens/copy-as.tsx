import type { JSX } from 'preact';
import type { Transaction, Why } from '../../api/transaction';
import { type Call, conflictCopy } from '../../model/copies';
import { isReal } from '../state/network-words';
import { useQuestion } from '../state/question';
import { network } from '../state/studio';
import { Copies } from './copies';

const IS_CONFLICT = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);

/** The call of a transaction as one would make it elsewhere; of a conflict, a test has both calls. */
export function CopyAs({ of }: { readonly of: Transaction }): JSX.Element {
    const call = callOf(of);
    const { text: code } = of.outcome;
    const path = IS_CONFLICT.has(code) ? `transactions/${encodeURIComponent(of.id)}/why` : undefined;
    const { answer: why } = useQuestion<Why>(path);
    const other = why?.keys.find(({ writtenBy }) => writtenBy !== undefined)?.writtenBy?.id;
    const { answer: winner } = useQuestion<Transaction>(other && `transactions/${encodeURIComponent(other)}`);
    const first = winner && callOf(winner);
    if (isReal() || call === undefined) return <></>;
    return (
        <details class="part">
            <summary>Copy as…</summary>
            <Copies call={call} {...(first !== undefined && { test: conflictCopy(first, call, ['VALID', code]) })} />
        </details>
    );
}

/** Undefined where an argument is no text, or is not here: it is in no copy. */
function callOf({ args, call, by, chaincode, transient, kind, response, leftOut }: Transaction): Call | undefined {
    const texts = args.flatMap(({ text, cut }) => (text === undefined || cut === true ? [] : text));
    if (texts.length < args.length + (leftOut?.args ?? 0)) return undefined;
    const [own] = network.value?.organizations ?? [];
    const isDefault = own?.mspId === by.mspId && own.users[0] === by.user;
    return {
        name: call.name,
        args: texts,
        isEvaluated: kind === 'evaluate',
        chaincode,
        transient,
        ...(!isDefault && { user: by.user, ...(own?.mspId !== by.mspId && { mspId: by.mspId }) }),
        ...(response?.code !== undefined && { refusedWith: response.code }),
    };
}
