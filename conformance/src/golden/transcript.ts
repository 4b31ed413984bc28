import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMessage, messageTypeName } from '@heddle/protocol';

/** Where the transcripts are kept. */
const FOLDER = join(__dirname, '../../golden');

/** A message that went over the wire. */
export interface Frame {
    /** The name under which the chaincode is committed. */
    readonly chaincode: string;
    readonly from: 'chaincode' | 'peer';
    readonly bytes: Buffer;
}

/** A transaction, and every message of it in the order in which they went. */
export interface RecordedCall {
    readonly title: string;
    readonly how: CallKind;
    /** What became of it: VALID or another validation code, or the status of what was not committed. */
    readonly outcome: string;
    readonly frames: readonly Frame[];
}

/** `init` is a submit that calls init. */
export type CallKind = 'submit' | 'evaluate' | 'init';

/** What went over the streams that a peer opened to several chaincodes. */
export interface Transcript {
    /** As `peer version` says it. */
    readonly version: string;
    /** From REGISTER to READY. */
    readonly registrations: readonly Frame[];
    readonly calls: readonly RecordedCall[];
}

const PREFACE = `# What went over the wire between chaincodes and a peer of Fabric VERSION. Written by npm run conformance:record.
# A line is a message: the chaincode, > from it or < to it, the message's type, and all its bytes in base64.
`;
const CALL = /^(submit|evaluate|init) (\S+) (.+)$/;
const FRAME = /^(\S+) ([<>]) \S+ (\S*)$/;

/** The file of a line of Fabric, `2.5`. */
export function transcriptFile(line: string): string {
    return join(FOLDER, `fabric-${line}.txt`);
}

/** @throws Error if the file is missing or is not a transcript */
export function readTranscript(line: string): Transcript {
    return parseTranscript(readFileSync(transcriptFile(line), 'utf8'));
}

export function parseTranscript(text: string): Transcript {
    const [preface = '', ...sections] = text.trimEnd().split(/\n\n/);
    const [, version = ''] = /Fabric (\S+)\. /.exec(preface) ?? [];
    const [registrations = [], ...calls] = sections.map((section) => section.split('\n'));
    if (version === '' || registrations.length === 0) throw new Error('the transcript tells no version, or no streams');
    return { version, registrations: registrations.map(parseFrame), calls: calls.map(parseCall) };
}

export function formatTranscript({ version, registrations, calls }: Transcript): string {
    const sections = calls.map(({ title, how, outcome, frames }) =>
        [`${how} ${outcome} ${title}`, ...frames.map(formatFrame)].join('\n'),
    );
    const preface = PREFACE.replace('VERSION', version);
    return `${[preface.trimEnd(), registrations.map(formatFrame).join('\n'), ...sections].join('\n\n')}\n`;
}

/** A message as a test's failure shows it. */
export function describeFrame({ chaincode, from, bytes }: Frame): string {
    const { type, payload } = decodeMessage(bytes);
    return `${chaincode} ${from === 'chaincode' ? '>' : '<'} ${messageTypeName(type)} ${JSON.stringify(payload.toString())}`;
}

function parseCall([head = '', ...frames]: readonly string[]): RecordedCall {
    const [, how, outcome = '', title = ''] = CALL.exec(head) ?? [];
    if (how === undefined) throw new Error(`a section of the transcript begins with no call: ${head}`);
    return { how: how as CallKind, outcome, title, frames: frames.map(parseFrame) };
}

function parseFrame(line: string): Frame {
    const [, chaincode, direction, base64 = ''] = FRAME.exec(line) ?? [];
    if (chaincode === undefined) throw new Error(`a line of the transcript is no message: ${line}`);
    return { chaincode, from: direction === '>' ? 'chaincode' : 'peer', bytes: Buffer.from(base64, 'base64') };
}

function formatFrame({ chaincode, from, bytes }: Frame): string {
    const type = messageTypeName(decodeMessage(bytes).type);
    return `${chaincode} ${from === 'chaincode' ? '>' : '<'} ${type} ${bytes.toString('base64')}`;
}
