import type { Compilation } from '../value-types/compilation';
import type { MetadataDocument } from './metadata-document';

type Members = Readonly<Record<string, unknown>>;

/**
 * Lays what an author wrote into META-INF/metadata.json over what the contracts say of themselves: members of objects one
 * by one, transactions and parameters by their names, everything else as a whole. It describes and changes nothing; what
 * it says of contracts or transactions that do not exist is reported.
 */
export function overlayMetadata(
    document: MetadataDocument,
    overlay: unknown,
    compilation: Compilation,
): MetadataDocument {
    if (!isMembers(overlay)) {
        compilation.report(mistake('the metadata file', 'something that is not an object'));
        return document;
    }
    reportUnknown(document, overlay, compilation);
    return merge(document, overlay) as MetadataDocument; // still of its form: what is laid over it only describes
}

function mistake(where: string, found: string): Parameters<Compilation['report']>[0] {
    const fix = 'It adds to the description of what is there: `heddle metadata` prints that';
    return { code: 'METADATA_INVALID', where, found, fix };
}

function isMembers(value: unknown): value is Members {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(base: Members, overlay: Members): Members {
    const merged = Object.entries(overlay).map(([name, value]): [string, unknown] => [
        name,
        mergeOne(base[name], value),
    ]);
    return { ...base, ...Object.fromEntries(merged) };
}

function mergeOne(base: unknown, overlay: unknown): unknown {
    if (isMembers(base) && isMembers(overlay)) return merge(base, overlay);
    if (!isNamed(base) || !isNamed(overlay)) return overlay;
    return base.map((member) => {
        const addition = overlay.find(({ name }) => name === member['name']);
        return addition === undefined ? member : merge(member, addition);
    });
}

/** A list of transactions or parameters. */
function isNamed(value: unknown): value is Members[] {
    return Array.isArray(value) && value.length > 0 && value.every((member) => isMembers(member) && 'name' in member);
}

function reportUnknown(document: MetadataDocument, overlay: Members, compilation: Compilation): void {
    const contracts = isMembers(overlay['contracts']) ? overlay['contracts'] : {};
    for (const [name, contract] of Object.entries(contracts))
        for (const found of unknownParts(document.contracts[name], contract))
            compilation.report(mistake(`contracts.${name}`, found));
}

function unknownParts(known: Members | undefined, contract: unknown): string[] {
    if (known === undefined) return ['a contract that is not served'];
    return unknownTransactions(known, contract).map((name) => `the transaction ${String(name)}, which does not exist`);
}

function unknownTransactions(known: Members, contract: unknown): unknown[] {
    const transactions = isMembers(contract) ? contract['transactions'] : undefined;
    if (!isNamed(transactions)) return [];
    const names = (known['transactions'] as Members[]).map(({ name }) => name);
    return transactions.map(({ name }) => name).filter((name) => !names.includes(name));
}
