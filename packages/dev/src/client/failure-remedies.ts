import { status } from '@grpc/grpc-js';
import type { Connection } from './gateway-connection';

/** What a gateway, an endorser or the connection itself said. */
export interface Failure {
    /** Of gRPC. */
    readonly code: number;
    readonly texts: readonly string[];
    readonly connection: Connection;
}

interface Rule {
    readonly code?: number;
    readonly text?: RegExp;
    readonly remedy: string | ((connection: Connection) => string);
}

/** The first one that fits counts; texts are those of fabric's internal/pkg/gateway, of its endorser, and of grpc-js. */
const RULES: readonly Rule[] = [
    { text: /chaincode response 4\d\d\b/, remedy: 'the chaincode refuses it: correct the function or its arguments' },
    { text: /chaincode response \d+/, remedy: "the chaincode failed: its server's log tells why" },
    {
        text: /does not match certificate's altnames/,
        remedy: ({ address }) =>
            `the certificate there is not for ${address}: give a name in it by --tls-host-override`,
    },
    {
        code: status.UNAVAILABLE,
        text: /certificate|\bSSL\b|\bTLS\b/i,
        remedy: 'peer and client do not trust each other: check --tls-root-cert, and --client-cert if the peer asks for one',
    },
    {
        code: status.UNAVAILABLE,
        text: /^No connection|^Name resolution|^Connection dropped|ECONN/,
        remedy: unreachable,
    },
    {
        text: /access denied|creator|signature|policy on signed data/i,
        remedy: ({ user, channel }) =>
            `the peer does not let this user of ${user.mspId} do that on ${channel}: check --msp-id, and --msp-dir or --cert`,
    },
    {
        text: /failed to find any endorsing peers for org|endorsers found in the gateway's organization/,
        remedy: 'name organizations by --endorsing-org that have a peer with the chaincode',
    },
    {
        text: /no peers available|No metadata was found|config for channel|manager for channel|chaincode .* not found/i,
        remedy: ({ channel, chaincode }) =>
            `check --channel ${channel} and --chaincode ${chaincode}: the one has to have peers, and the other has to be committed there`,
    },
    {
        text: /combination of peers|endorsement policy/,
        remedy: 'the peers of the organizations that have to endorse need the chaincode, and have to be up',
    },
    { code: status.CANCELLED, remedy: 'the peer has ended the call: see that it is up, and run the command again' },
    { code: status.DEADLINE_EXCEEDED, remedy: '--timeout-ms gives it more time' },
];

/** What to do about a failure. */
export function remedyFor({ code, texts, connection }: Failure): string {
    const rule = RULES.find(
        (candidate) =>
            (candidate.code === undefined || candidate.code === code) &&
            (candidate.text === undefined || texts.some((text) => candidate.text?.test(text))),
    );
    const { remedy = "the peer's log tells more" } = rule ?? {};
    return typeof remedy === 'string' ? remedy : remedy(connection);
}

function unreachable({ address, tls }: Connection): string {
    const encryption =
        tls === undefined ? 'if it takes TLS only, give --tls-root-cert' : 'it has to take TLS, as this client does';
    return `check that a peer listens on ${address}; ${encryption}`;
}
