import { status } from '@grpc/grpc-js';
import type { Connection } from './connection';

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
        text: /altnames|Hostname\/IP does not match/,
        remedy: ({ address }) =>
            `the peer's certificate is not for ${address}: give a name in it by --tls-host-override`,
    },
    {
        text: /certificate|SSL|tls/i,
        remedy: 'the peer and this client do not trust each other: check --tls-root-cert, and --client-cert where the peer wants one',
    },
    {
        code: status.UNAVAILABLE,
        text: /ECONN|No connection established|ENOTFOUND|EAI_AGAIN|Connection dropped|ETIMEDOUT|EHOST/,
        remedy: unreachable,
    },
    {
        text: /access denied|creator|identity|principal|signature/i,
        remedy: ({ user }) =>
            `the peer does not let this user of ${user.mspId} do that: check --msp-id, and --msp-dir or --cert`,
    },
    {
        text: /endorsing peers|endorsers|combination of peers|endorsement policy/,
        remedy: 'install the chaincode on a peer of each organization that has to endorse, or name others by --endorsing-org',
    },
    {
        text: /channel|chaincode .*(not found|not defined|not installed)/i,
        remedy: ({ channel, chaincode }) =>
            `check --channel ${channel} and --chaincode ${chaincode}: the peer has to have joined the one, and the other has to be committed there`,
    },
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
        tls === undefined
            ? 'if it uses TLS, give its authority by --tls-root-cert'
            : 'it has to use TLS, as --tls-root-cert or the network says';
    return `check that a peer listens on ${address}; ${encryption}`;
}
