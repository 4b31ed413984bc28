import { X509Certificate } from 'node:crypto';
import type { ObservedIdentity, ObservedPolicy, ObservedProposal, ReadTransaction } from '@heddle/local-peer';
import type { CertificateFacts, Endorsed, PolicyRow, Transaction } from '@heddle/studio';
import { isFailure } from '../../calling/failure-status';
import { attributesIn } from './attributes';
import { keyOf } from './bytes';
import { type Recorded, toTenths } from './summary';

/** What a transaction's endorsements would be held against now. */
export type AskPolicies = (
    transaction: Pick<ReadTransaction, 'chaincode' | 'readWriteSet' | 'endorsedBy'>,
) => Promise<readonly ObservedPolicy[]>;

/** The peers that it was run at; of what is only in its block, those that have signed. */
export function endorsementsOf({ purpose, peers, result, disagreement }: ObservedProposal): Endorsed[] {
    if (purpose === 'evaluate') return [];
    if (peers.length === 0) return (result?.endorsedBy ?? []).map((mspId) => ({ mspId, agrees: true }));
    // Of each difference the first value is that of the first peer.
    const others = new Set(disagreement?.differences.flatMap(({ values }) => values.slice(1).map(({ by }) => by)));
    return peers.map(({ mspId, milliseconds, status, message }) => ({
        mspId,
        ms: toTenths(milliseconds),
        agrees: !others.has(mspId),
        ...(isFailure(status) && { failure: `${status} ${message}` }),
    }));
}

/** Those that the commit went by, or what one would go by now. */
export async function policiesOf(
    { proposal, commit }: Recorded,
    askNow: AskPolicies | undefined,
): Promise<Pick<Transaction, 'policies' | 'policiesAreOfNow'>> {
    if (commit?.told !== undefined) return { policies: commit.told.policies.map(policyRow), policiesAreOfNow: false };
    const { result, chaincode, purpose } = proposal;
    const isEndorsed = purpose === 'endorse' && result !== undefined && result.endorsedBy.length > 0;
    if (!isEndorsed || askNow === undefined) return { policies: [], policiesAreOfNow: true };
    const policies = await askNow({ chaincode, ...result });
    return { policies: policies.map(policyRow), policiesAreOfNow: true };
}

export function policyRow({ of, namespace, collection, key, text, isFulfilled, missing }: ObservedPolicy): PolicyRow {
    return {
        of,
        namespace,
        ...(collection !== '' && { collection }),
        ...(key !== undefined && (collection === '' ? { key: keyOf(key) } : { keyHash: key })),
        ...(text !== undefined && { text }),
        fulfilled: isFulfilled,
        missing,
    };
}

/** Undefined of what is only in its block: nobody has measured it. */
export function timesOf({ proposal, commit }: Recorded): Pick<Transaction, 'times'> {
    if (proposal.peers.length === 0) return {};
    const { order, validate, write } = commit?.told ?? {};
    return {
        times: {
            endorse: toTenths(proposal.milliseconds),
            ...(order !== undefined && { order: toTenths(order) }),
            ...(validate !== undefined && { validate: toTenths(validate) }),
            ...(write !== undefined && { write: toTenths(write) }),
        },
    };
}

export function certificateOf({ certificate }: ObservedIdentity): Pick<Transaction, 'certificate'> {
    return certificate === undefined ? {} : { certificate: certificateFacts(new X509Certificate(certificate)) };
}

export function certificateFacts(certificate: X509Certificate): CertificateFacts {
    const { subject, issuer, validTo, fingerprint256 } = certificate;
    return {
        subject: onOneLine(subject),
        issuer: onOneLine(issuer),
        notAfter: new Date(validTo).toISOString(),
        attributes: attributesIn(certificate),
        fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
    };
}

/** `CN=User1, OU=client`: the most telling part first. */
function onOneLine(name: string): string {
    return name.split('\n').reverse().join(', ');
}
