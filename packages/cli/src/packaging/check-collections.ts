import { error, type Finding } from '../reporting/finding';
import { reasonOf } from '../reporting/reason-of';

/** What is in a collections configuration, as far as a package has to do with it. */
export interface Collections {
    readonly names: ReadonlySet<string>;
    readonly findings: readonly Finding[];
}

const NAME = /^[A-Za-z0-9-][A-Za-z0-9_-]*$/;
const FIELDS = [
    'name',
    'policy',
    'requiredPeerCount',
    'maxPeerCount',
    'blockToLive',
    'memberOnlyRead',
    'memberOnlyWrite',
    'endorsementPolicy',
];

/**
 * Checks the file that `peer lifecycle chaincode approveformyorg --collections-config` is given, by the rules of fabric,
 * internal/peer/chaincode/common.go and core/chaincode/lifecycle/scc.go. It is no part of a package.
 */
export function checkCollections(file: string, text: string): Collections {
    const names = new Set<string>();
    const collections = parse(file, text);
    if (!Array.isArray(collections)) return { names, findings: [collections] };
    const findings = collections.flatMap((collection: unknown, at) => {
        if (typeof collection !== 'object' || collection === null) {
            return [error(`${file}: collection ${at + 1}`, 'is no JSON object', 'put its fields in braces')];
        }
        const { name } = collection as { readonly name?: unknown };
        const where = typeof name === 'string' && name !== '' ? `${file}: ${name}` : `${file}: collection ${at + 1}`;
        const found = checkCollection(where, collection as Readonly<Record<string, unknown>>);
        if (typeof name !== 'string') return found;
        if (names.has(name)) found.push(error(where, 'is there twice', 'take one of them away'));
        names.add(name);
        return found;
    });
    return { names, findings };
}

function parse(file: string, text: string): unknown[] | Finding {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (thrown) {
        return error(file, `is no JSON (${reasonOf(thrown)})`, 'correct it');
    }
    return Array.isArray(value) ? value : error(file, 'is no list of collections', 'write a JSON array of them');
}

type Fields = Readonly<Record<string, unknown>>;

function checkCollection(where: string, fields: Fields): Finding[] {
    return [
        ...checkNames(where, fields),
        ...checkCounts(where, fields),
        ...checkPolicy(where, fields['policy']),
        ...checkEndorsement(where, fields['endorsementPolicy']),
    ];
}

function checkNames(where: string, fields: Fields): Finding[] {
    const findings = Object.keys(fields)
        .filter((field) => !FIELDS.includes(field))
        .map((field) => error(`${where}: "${field}"`, 'is no field of a collection', `use ${FIELDS.join(', ')}`));
    const { name } = fields;
    if (typeof name === 'string' && NAME.test(name)) return findings;
    const remedy = 'begin with a letter, a digit or -, and use letters, digits, _ and - only';
    return [...findings, error(`${where}: "name"`, `is ${JSON.stringify(name)}, which peers refuse`, remedy)];
}

function checkCounts(where: string, fields: Fields): Finding[] {
    const findings: Finding[] = [];
    // Fabric's defaults.
    const { requiredPeerCount = 0, maxPeerCount = 1, blockToLive = 0 } = fields;
    for (const [field, value] of Object.entries({ requiredPeerCount, maxPeerCount, blockToLive })) {
        if (Number.isSafeInteger(value) && Number(value) >= 0) continue;
        findings.push(
            error(`${where}: "${field}"`, `is ${JSON.stringify(value)}`, 'write a whole number, not below 0'),
        );
    }
    if (Number(maxPeerCount) < Number(requiredPeerCount)) {
        const what = `is ${String(maxPeerCount)}, below requiredPeerCount, which is ${String(requiredPeerCount)}`;
        findings.push(error(`${where}: "maxPeerCount"`, what, 'raise it'));
    }
    for (const field of ['memberOnlyRead', 'memberOnlyWrite']) {
        if (['boolean', 'undefined'].includes(typeof fields[field])) continue;
        findings.push(error(`${where}: "${field}"`, `is ${JSON.stringify(fields[field])}`, 'write true or false'));
    }
    return findings;
}

const PRINCIPALS = /'[A-Za-z0-9.-]+\.(?:admin|member|client|peer|orderer)'/g;

/**
 * A gate that each of its organizations meets by itself. Peers take policies of such gates alone, and know the names of gates
 * in these spellings (fabric, common/policydsl/policyparser.go).
 */
const ONE_OF = /(?:OR|Or|or)\(P(?:,P)*\)|(?:OUTOF|OutOf|outof)\('?1'?(?:,P)+\)|(?:AND|And|and)\(P\)/;
const SEVERAL_OF = /(?:AND|And|and)\(P(?:,P)+\)|(?:OUTOF|OutOf|outof)\('?(?!1\b)[1-9]\d*'?(?:,P)+\)/;

/** Whose peers have the data: organizations joined by `OR`, at any depth (fabric, core/chaincode/lifecycle/scc.go, validateSpOrConcat). */
function checkPolicy(where: string, policy: unknown): Finding[] {
    const name = `${where}: "policy"`;
    const remedy = `write whose peers have the data, such as OR('Org1MSP.member', 'Org2MSP.member')`;
    if (policy === undefined || policy === null || policy === '') return [error(name, 'is missing', remedy)];
    if (typeof policy !== 'string') return [error(name, notText(policy), remedy)];
    const gates = gatesOf(policy);
    let left = gates;
    while (ONE_OF.test(left)) left = left.replace(ONE_OF, 'P');
    // A principal alone is no policy.
    if (left === 'P' && gates !== 'P') return [];
    if (SEVERAL_OF.test(left)) return [error(name, 'demands several organizations at once', remedy)];
    return [error(name, `is ${JSON.stringify(policy)}, which is no policy`, remedy)];
}

/** A policy with a P in the place of each principal, and without the space around its parts; empty where it has other P's. */
function gatesOf(policy: string): string {
    const text = policy.replaceAll('"', "'");
    if (text.replace(PRINCIPALS, '').includes('P')) return '';
    const gates = text.replace(PRINCIPALS, 'P');
    return gates.replace(/\s*([(),])\s*/g, '$1').trim();
}

function checkEndorsement(where: string, policy: unknown): Finding[] {
    if (policy === undefined || policy === null) return [];
    const name = `${where}: "endorsementPolicy"`;
    const remedy = 'write { "signaturePolicy": "…" } or { "channelConfigPolicy": "…" }';
    const given = typeof policy === 'object' ? Object.keys(policy) : [];
    const isOne = given.length === 1 && ['signaturePolicy', 'channelConfigPolicy'].includes(String(given[0]));
    if (!isOne) return [error(name, 'is not one policy', remedy)];
    const [[field, text] = ['', '']] = Object.entries(policy);
    return typeof text === 'string' ? [] : [error(`${name}: "${field}"`, notText(text), remedy)];
}

/** Older SDKs took policies as objects, and peers do not. */
function notText(policy: unknown): string {
    const kind = typeof policy === 'object' && policy !== null ? 'a JSON object or list' : JSON.stringify(policy);
    return `is ${kind}, and no text`;
}
