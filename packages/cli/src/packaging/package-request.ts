import { readGivenFile } from '../input/read-file';
import { ConfigurationError } from '../reporting/command-error';
import { type Finding, hasErrors, sentenceOf } from '../reporting/finding';
import { checkCollections, type Collections } from './check-collections';
import { checkConnection } from './check-connection';
import { checkIndexes } from './check-indexes';
import { checkLabel } from './check-metadata';
import { compareCollections } from './collection-file';
import type { ConnectionField, ConnectionFields } from './connection-fields';
import type { PackageContent } from './create-package';
import type { DeclaredModel } from './declared-model';
import { readIndexFiles } from './index-files';
import { addModelIndexes } from './model-indexes';
import { normalizePem } from './pem-text';
import { hasTemplate } from './template';

/** What `heddle package` was told to pack. */
export interface PackageRequest {
    readonly type: string;
    readonly label?: string | undefined;
    /** As in connection.json: the address and the time may have templates. */
    readonly address?: string | undefined;
    readonly dialTimeout: string;
    /** Files with PEM, or templates that peers' builders make PEM of. */
    readonly tlsRootCert?: string | undefined;
    readonly clientCert?: string | undefined;
    readonly clientKey?: string | undefined;
    /** A file that is checked and not packed. */
    readonly collectionsConfig?: string | undefined;
    /** The folder that has META-INF, absolute. */
    readonly folder: string;
    /** What its contracts declare. */
    readonly model: DeclaredModel;
}

/** A package's content, and what about it is probably not meant. */
export interface CheckedContent {
    readonly content: PackageContent;
    readonly warnings: readonly Finding[];
}

/** Which option says a field, for messages. */
const OPTIONS: Readonly<Record<ConnectionField, string>> = {
    address: '--address',
    // The builder's own field: nothing here sets it, so nothing can be wrong with it.
    domain: '--address',
    dial_timeout: '--dial-timeout',
    tls_required: '--tls-root-cert',
    root_cert: '--tls-root-cert',
    client_auth_required: '--client-cert',
    client_cert: '--client-cert',
    client_key: '--client-key',
};

/**
 * Reads and checks what goes into a package. Nothing is made of what a peer would refuse.
 *
 * @throws ConfigurationError with all that is wrong
 */
export function resolvePackageRequest(request: PackageRequest): CheckedContent {
    const { type, label = '' } = request;
    const connection = connectionOf(request);
    const { files, findings: differences } = addModelIndexes(readIndexFiles(request.folder), request.model.indexes);
    const collections = collectionsOf(request);
    const findings = [
        ...checkLabel('--label', label),
        // Certificates may have expired: a package that is made again must have the id that it had.
        ...checkConnection(connection, { nameOf: (field) => OPTIONS[field], type, now: undefined }),
        ...(collections?.findings ?? []),
        ...differences,
        ...checkIndexes(files, collections?.names),
    ];
    if (hasErrors(findings)) throw refused(findings);
    return { content: { type, label, connection, files }, warnings: findings };
}

function refused(findings: readonly Finding[]): ConfigurationError {
    const [first, ...others] = findings.filter(({ severity }) => severity === 'error').map(sentenceOf);
    const list = [first, ...others].map((sentence) => `\n  ${sentence}`).join('');
    return new ConfigurationError(
        others.length === 0 ? String(first) : `nothing is packed, as peers would fail:${list}`,
    );
}

function connectionOf(request: PackageRequest): ConnectionFields {
    const { address, dialTimeout, tlsRootCert, clientCert, clientKey } = request;
    const plain = { address, dial_timeout: dialTimeout, tls_required: tlsRootCert !== undefined };
    const lonely = clientCert === undefined ? clientKey && '--client-key' : '--client-cert';
    if (tlsRootCert === undefined) {
        if (lonely === undefined) return plain;
        throw new ConfigurationError(
            `${lonely} is given without --tls-root-cert: give that too, as peers use TLS then`,
        );
    }
    const withRoot = { ...plain, root_cert: readPem('--tls-root-cert', tlsRootCert) };
    if (lonely === undefined) return { ...withRoot, client_auth_required: false };
    return {
        ...withRoot,
        client_auth_required: true,
        client_cert: clientCert && readPem('--client-cert', clientCert),
        client_key: clientKey && readPem('--client-key', clientKey),
    };
}

/** A template is packed unchanged, for the peer's builder. */
function readPem(option: string, file: string): string {
    if (hasTemplate(file)) return file;
    const pem = normalizePem(readText(option, file));
    if (pem !== '') return pem;
    throw new ConfigurationError(
        `the file ${file} of ${option} is not PEM: name one with lines such as -----BEGIN …-----`,
    );
}

/** What is wrong with the file, or else where it and the contracts differ. */
function collectionsOf({ collectionsConfig: file, model }: PackageRequest): Collections | undefined {
    if (file === undefined) return undefined;
    const text = readText('--collections-config', file);
    const checked = checkCollections(file, text);
    if (hasErrors(checked.findings)) return checked;
    return { ...checked, findings: [...checked.findings, ...compareCollections(file, text, model)] };
}

function readText(option: string, file: string): string {
    return readGivenFile({ value: file, source: option }).toString();
}
