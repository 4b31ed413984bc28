import type { JSX } from 'preact';
import type { Transaction } from '../../api/transaction';
import { Facts, Shown } from '../parts/shown';

/** The certificate by which somebody called, as far as one reads it. */
export function Caller({
    of: { subject, issuer, notAfter, attributes, fingerprint },
}: {
    readonly of: NonNullable<Transaction['certificate']>;
}): JSX.Element {
    const named = Object.entries(attributes).map(([name, value]) => `${name}=${value}`);
    return (
        <details class="part">
            <summary>Certificate of the caller</summary>
            <Facts
                rows={[
                    ['subject', <Shown text={subject} />],
                    ['issuer', <Shown text={issuer} />],
                    ['attributes', <Shown text={named.join(', ') || 'none'} />],
                    ['valid until', notAfter.slice(0, 10)],
                    ['SHA-256', <code>{fingerprint}</code>],
                ]}
            />
        </details>
    );
}
