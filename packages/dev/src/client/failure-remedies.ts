import { status } from '@grpc/grpc-js';
import { closest } from 'heddle/command';
import { METADATA_FUNCTION } from '../calling/metadata-function';
import { readBlocked } from '../dev/connection/blocked-file';
import { type ChaincodeFunction, signatureOf } from './chaincode-functions';
import type { Connection } from './gateway-connection';

/** What a gateway, an endorser or the connection itself said. */
export interface Failure {
    /** Of gRPC. */
    readonly code: number;
    readonly texts: readonly string[];
    readonly connection: Connection;
    /** What was called, if it was a function. */
    readonly call?: FailedCall | undefined;
}

export interface FailedCall {
    /** `contract:function`, without the contract where none was given. */
    readonly name: string;
    /** Asks the chaincode which functions it has; none where it does not tell. */
    readonly functions: () => Promise<readonly ChaincodeFunction[]>;
}

interface Rule {
    readonly code?: number;
    readonly text?: RegExp;
    readonly remedy: string | ((failure: Failure) => string | Promise<string>);
}

/** More would hide the rest. */
const MOST_FUNCTIONS = 20;

/**
 * The first one that fits counts. Texts are those of fabric's internal/pkg/gateway, of its endorser, and of grpc-js; of
 * contracts those of Heddle, and behind them those of Fabric's contract APIs for Node, Go and Java.
 */
const RULES: readonly Rule[] = [
    {
        text: /ProposalResponsePayloads do not match/,
        remedy:
            'the peers computed different results: the function is not deterministic, as by new Date() or Math.random(), ' +
            'or another version of the chaincode runs at one of them',
    },
    {
        text: / is not deterministic: two runs of one transaction/,
        remedy: 'correct the function; heddle dev runs each submitted one twice to find this, unless it has --determinism off',
    },
    {
        text: /UNKNOWN_TRANSACTION: |to invoke a function that does not exist|Function \S+ not found in contract|Undefined contract method called/,
        remedy: unknownFunction,
    },
    {
        text: /UNKNOWN_CONTRACT: |Contract name is not known|Contract not found with name|Undefined contract called/,
        remedy: unknownFunction,
    },
    {
        text: /VALIDATION_FAILED: |Expected \d+ parameters, but|Incorrect number of params/,
        remedy: wrongArguments,
    },
    { text: /timeout expired while executing transaction/, remedy: ({ connection }) => unanswered(connection) },
    {
        text: /chaincode stream terminated/,
        remedy: "the chaincode's process ended, or lost its connection, while the transaction ran: its log tells why",
    },
    {
        text: /could not launch chaincode /,
        remedy: ({ connection: { dev } }) =>
            dev === undefined
                ? "the peer does not reach the chaincode: see that its server runs, and listens where the package's connection.json says"
                : "the chaincode's process has ended: heddle dev tells why, and when it runs again",
    },
    { text: /chaincode response 40[13]\b/, remedy: ({ connection }) => anotherClient(connection) },
    {
        text: /chaincode response 404\b/,
        remedy: ({ connection: { channel } }) =>
            `what the arguments name is not in the ledger of ${channel}: check the id, and that the transaction that makes it is VALID`,
    },
    { text: /chaincode response 4\d\d\b/, remedy: 'the chaincode refuses it: correct the function or its arguments' },
    { text: /chaincode response \d+/, remedy: "the chaincode failed: its server's log tells why" },
    {
        text: /does not match certificate's altnames/,
        remedy: ({ connection: { address } }) =>
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
        remedy: ({ connection }) => unreachable(connection),
    },
    {
        text: /access denied|creator|signature|policy on signed data/i,
        remedy: ({ connection: { user, channel } }) =>
            `the peer does not let this user of ${user.mspId} do that on ${channel}: check --msp-id, and --msp-dir or --cert`,
    },
    {
        text: /failed to find any endorsing peers for org|endorsers found in the gateway's organization/,
        remedy: 'name organizations by --endorsing-org that have a peer with the chaincode',
    },
    {
        text: /no peers available|No metadata was found|config for channel|manager for channel|chaincode .* not found/i,
        remedy: ({ connection }) => notCommitted(connection),
    },
    {
        text: /combination of peers|endorsement policy/,
        remedy: 'the peers of the organizations that have to endorse need the chaincode, and have to be up',
    },
    { code: status.CANCELLED, remedy: 'the peer has ended the call: see that it is up, and run the command again' },
    { code: status.DEADLINE_EXCEEDED, remedy: ({ connection }) => tooLate(connection) },
];

/** What to do about a failure. */
export async function remedyFor(failure: Failure): Promise<string> {
    const { code, texts } = failure;
    const rule = RULES.find(
        (candidate) =>
            (candidate.code === undefined || candidate.code === code) &&
            (candidate.text === undefined || texts.some((text) => candidate.text?.test(text))),
    );
    const { remedy = "the peer's log tells more" } = rule ?? {};
    return typeof remedy === 'string' ? remedy : await remedy(failure);
}

async function unknownFunction({ call, connection }: Failure): Promise<string> {
    const names = (await functionsOf(call)).map(({ name }) => name);
    if (call === undefined || names.length === 0) {
        return `check the name of the function, and of its contract: ${METADATA_FUNCTION} lists them where the chaincode has it`;
    }
    const meant = closestFunction(call.name, names);
    const shown = names.slice(0, MOST_FUNCTIONS).join(', ');
    const more = names.length > MOST_FUNCTIONS ? ` and ${names.length - MOST_FUNCTIONS} more` : '';
    return `${meant === undefined ? '' : `did you mean ${meant}? `}The chaincode has ${shown}${more}${otherChaincodes(connection)}`;
}

function otherChaincodes({ dev, chaincode }: Connection): string {
    const others = (dev?.chaincodes ?? []).map(({ name }) => name).filter((name) => name !== chaincode);
    return others.length === 0 ? '' : `; --chaincode calls another one: ${others.join(', ')}`;
}

/** In another contract, under the same name, or one that is much like it. */
function closestFunction(given: string, names: readonly string[]): string | undefined {
    const bareName = (name: string): string => name.slice(name.indexOf(':') + 1);
    return (
        names.find((name) => bareName(name) === bareName(given)) ??
        closest(given, names) ??
        names.find((name) => bareName(name) === closest(bareName(given), names.map(bareName)))
    );
}

async function wrongArguments({ call }: Failure): Promise<string> {
    const functions = await functionsOf(call);
    const called = functions.find(({ name }) => name === call?.name);
    return called === undefined
        ? 'the chaincode refuses the arguments: correct them'
        : `correct the arguments: ${signatureOf(called)}`;
}

async function functionsOf(call: FailedCall | undefined): Promise<readonly ChaincodeFunction[]> {
    return (await call?.functions()) ?? [];
}

function anotherClient({ user, dev }: Connection): string {
    const refused = `the contract does not let this user of ${user.mspId} do that: call as another client`;
    if (dev === undefined) return `${refused}, by --msp-id with --msp-dir, or with --cert and --key`;
    const known = dev
        .clients()
        .map(({ mspId, users }) => `${mspId} has ${users.join(', ') || 'one user, without a name'}`)
        .join('; ');
    return `${refused}, by --as and --msp-id: ${known}`;
}

function unreachable({ address, tls }: Connection): string {
    const encryption =
        tls === undefined ? 'if it takes TLS only, give --tls-root-cert' : 'it has to take TLS, as this client does';
    return `check that a peer listens on ${address}; ${encryption}`;
}

function notCommitted({ channel, chaincode, dev }: Connection): string {
    const names = `--channel ${channel} and --chaincode ${chaincode}`;
    if (dev === undefined) return `check ${names}: the one has to have peers, and the other has to be committed there`;
    return `heddle dev has not started it: its output tells why, as where a build failed; if it has, check ${names}`;
}

function unanswered({ dev }: Connection): string {
    const blocked = dev && readBlocked(dev.folder);
    if (blocked !== undefined) return `${blocked}: correct that code`;
    const what = "the chaincode has not answered within the peer's execute timeout";
    const more = dev === undefined ? "core.yaml's chaincode.executetimeout" : '--execute-timeout-ms of heddle dev';
    return `${what}: it takes long, or waits for what does not come; ${more} gives it another time`;
}

function tooLate({ dev }: Connection): string {
    const blocked = dev && readBlocked(dev.folder);
    return blocked === undefined ? '--timeout-ms gives it more time' : `${blocked}: correct that code`;
}
