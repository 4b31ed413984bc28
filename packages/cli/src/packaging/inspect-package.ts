import { error, type Finding, warning } from '../reporting/finding';
import { checkConnection } from './check-connection';
import { checkIndexes, STATE_DATABASE_FOLDER } from './check-indexes';
import { checkLabel, checkType } from './check-metadata';
import { CONNECTION_FIELDS, type ConnectionFields } from './connection-fields';
import { isFinding, readJsonObject } from './json-object';
import { CODE_LISTING, SOFTWARE_BILL } from './package-contents';
import { filesOfCode, filesOfPackage, unpack, type UnpackedFiles } from './package-files';
import { packageIdOf } from './package-id';

const OF_CODE: readonly string[] = [CODE_LISTING, SOFTWARE_BILL];

/** What a package says, and what is wrong with it. */
export interface PackageInspection {
    /** Undefined if there is no label to make it of. */
    readonly packageId: string | undefined;
    /** Undefined if there is no connection.json that can be read. */
    readonly connection: ConnectionFields | undefined;
    /** The list of the code that it stands for; undefined if it has none. */
    readonly codeListing?: string | undefined;
    readonly findings: readonly Finding[];
}

/**
 * Looks through a package of any maker, in memory, for whatever a peer would refuse or take for something else.
 *
 * @param name how findings call the package
 * @param now when its certificates must be valid
 */
export function inspectPackage(name: string, bytes: Uint8Array, now: Date): PackageInspection {
    const entries = unpack(name, bytes);
    if (isFinding(entries)) return { packageId: undefined, connection: undefined, findings: [entries] };
    const { files, findings } = filesOfPackage(name, entries);
    const metadata = inspectMetadata(files);
    const code = inspectCode(files, metadata.type, now);
    const packageId = metadata.label === undefined ? undefined : packageIdOf(metadata.label, bytes);
    const { connection, codeListing } = code;
    return { packageId, connection, codeListing, findings: [...findings, ...metadata.findings, ...code.findings] };
}

interface Metadata {
    readonly label: string | undefined;
    readonly type: string;
    readonly findings: readonly Finding[];
}

function inspectMetadata(files: UnpackedFiles['files']): Metadata {
    const file = files.get('metadata.json');
    // That it is missing has been reported; what follows is checked as for peers' own builder.
    if (file === undefined) return { label: undefined, type: 'ccaas', findings: [] };
    const read = readJsonObject('metadata.json', file.content, ['type', 'label', 'path']);
    if (isFinding(read)) return { label: undefined, type: 'ccaas', findings: [read] };
    const { type, label } = read.fields;
    const wrongLabel = checkLabel('metadata.json: "label"', label);
    return {
        label: wrongLabel.length === 0 ? String(label) : undefined,
        type: typeof type === 'string' ? type.toLowerCase() : 'ccaas',
        findings: [
            ...read.findings.filter(({ severity }) => severity === 'error'),
            ...checkType('metadata.json: "type"', type),
            ...wrongLabel,
        ],
    };
}

interface Code {
    readonly connection: ConnectionFields | undefined;
    readonly codeListing?: string | undefined;
    readonly findings: readonly Finding[];
}

function inspectCode(outer: UnpackedFiles['files'], type: string, now: Date): Code {
    const file = outer.get('code.tar.gz');
    if (file === undefined) return { connection: undefined, findings: [] };
    const entries = unpack('code.tar.gz', file.content);
    if (isFinding(entries)) return { connection: undefined, findings: [entries] };
    const { files, findings } = filesOfCode('code.tar.gz', entries);
    const connection = inspectConnection(files, type, now);
    return {
        connection: connection.connection,
        codeListing: files.get(CODE_LISTING)?.content.toString('utf8'),
        findings: [...findings, ...connection.findings, ...inspectOthers(files, type)],
    };
}

function inspectConnection(files: UnpackedFiles['files'], type: string, now: Date): Code {
    const file = files.get('connection.json');
    if (file === undefined) return { connection: undefined, findings: [withoutConnection(files)] };
    const read = readJsonObject('connection.json', file.content, CONNECTION_FIELDS);
    if (isFinding(read)) return { connection: undefined, findings: [read] };
    const nameOf = (field: string): string => `connection.json: "${field}"`;
    return {
        connection: read.fields,
        findings: [...read.findings, ...checkConnection(read.fields, { nameOf, type, now })],
    };
}

function withoutConnection(files: UnpackedFiles['files']): Finding {
    const elsewhere = [...files.keys()].find((path) => path.endsWith('/connection.json'));
    const found = elsewhere === undefined ? '' : `, but ${elsewhere}`;
    const remedy = 'put it at the top: tar -czf code.tar.gz connection.json META-INF';
    return error('code.tar.gz', `has no connection.json at its top${found}`, remedy);
}

/** Fabric's document packs indexes under metadata/, its own builder takes META-INF/ alone. */
function inspectOthers(files: UnpackedFiles['files'], type: string): Finding[] {
    const indexes = [...files].filter(([path]) => path.startsWith(STATE_DATABASE_FOLDER));
    const strays = [...files.keys()].filter((path) => path !== 'connection.json' && !path.startsWith('META-INF/'));
    const ofDocument = strays.filter((path) => path.startsWith('metadata/statedb/'));
    const findings = checkIndexes(
        indexes.map(([name, { content }]) => ({ name, content })),
        undefined,
    );
    if (ofDocument.length > 0 && type === 'ccaas') {
        const what = "is not passed on by peers' own builder, so that there are no indexes";
        findings.push(error('code.tar.gz: metadata/statedb/', what, 'call the folder META-INF'));
    }
    const unused = strays.filter((path) => !path.startsWith('metadata/') && !OF_CODE.includes(path));
    const [first] = unused;
    if (first === undefined) return findings;
    const others = unused.length === 1 ? '' : `, with ${unused.length - 1} others,`;
    const remedy = 'pack connection.json and META-INF only: the server has the code';
    return [
        ...findings,
        warning(`code.tar.gz: ${first}`, `means nothing to a peer${others}`.replace(/,$/, ''), remedy),
    ];
}
