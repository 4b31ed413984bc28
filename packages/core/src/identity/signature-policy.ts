import { bytes, int32, message, repeatedBytes, repeatedMessages, string } from '@heddle/protocol/codec';
import { ChaincodeError } from '../errors';

/**
 * Signature policies as Fabric writes them: fabric-protos, common/policies.proto (SignaturePolicyEnvelope) and
 * msp/msp_principal.proto. As little of them as endorsement policies of keys have: principals are roles of an MSP.
 */

/** The roles of an MSP, at their numbers in MSPRole.MSPRoleType. */
export const ROLES = ['MEMBER', 'ADMIN', 'CLIENT', 'PEER', 'ORDERER'] as const;
export type MspRole = (typeof ROLES)[number];

/** Somebody of an organization. */
export interface Principal {
    readonly mspId: string;
    readonly role: MspRole;
}

/** `n` of these rules must be fulfilled. */
export interface OutOf {
    readonly n: number;
    readonly rules: readonly PolicyRule[];
}

export type PolicyRule = Principal | OutOf;

const mspRole = message({ mspId: string(1), role: int32(2) });
/** A classification of 0 is ROLE: `principal` is an encoded MSPRole then. */
const mspPrincipal = message({ classification: int32(1), principal: bytes(2) });
const outOf = message({ n: int32(1), rules: repeatedBytes(2) });
/** `oneof { int32 signed_by = 1; NOutOf n_out_of = 2 }`. Kept as bytes: rules nest, and how deeply is ours to limit. */
const signaturePolicy = message({ signedBy: int32(1), outOf: bytes(2) });
const envelope = message({ version: int32(1), rule: bytes(2), identities: repeatedMessages(3, mspPrincipal) });

/** More than any policy that somebody means; peers evaluate rules recursively. */
const MAX_DEPTH = 100;
/** `signed_by = 0`: proto3 leaves out defaults, but of a oneof the value is written that is set. */
const SIGNED_BY_FIRST = Buffer.from([0x08, 0x00]);

/** Encodes a policy as a SignaturePolicyEnvelope. Equal principals are listed once, in the order in which they come. */
export function encodePolicy(policy: OutOf): Buffer {
    const identities = new Map<string, Buffer>();
    const encodeRule = (rule: PolicyRule): Buffer => {
        if ('n' in rule) return encodeOutOf(rule);
        const principal = mspRole.encode({ mspId: rule.mspId, role: ROLES.indexOf(rule.role) });
        const key = principal.toString('hex');
        if (!identities.has(key)) identities.set(key, principal);
        const signedBy = Array.from(identities.keys()).indexOf(key);
        return signedBy === 0 ? SIGNED_BY_FIRST : signaturePolicy.encode({ signedBy });
    };
    const encodeOutOf = ({ n, rules }: OutOf): Buffer =>
        signaturePolicy.encode({ outOf: outOf.encode({ n, rules: rules.map(encodeRule) }) });
    const rule = encodeOutOf(policy);
    return envelope.encode({ rule, identities: Array.from(identities.values(), (principal) => ({ principal })) });
}

/** Whom a SignaturePolicyEnvelope names, whatever it demands of them. What is not a role of an MSP is left out. */
export function decodePrincipals(encoded: Uint8Array): Principal[] {
    return envelope.decode(encoded).identities.flatMap(({ classification, principal }) => {
        const { mspId, role } = mspRole.decode(principal);
        const name = ROLES[role];
        return classification === 0 && name !== undefined ? [{ mspId, role: name }] : [];
    });
}

/**
 * Decodes a SignaturePolicyEnvelope.
 * @throws ChaincodeError INVALID_ARGUMENT where it has other principals than roles, or its rules make no sense
 * @throws ProtocolError where the bytes are not such a message
 */
export function decodePolicy(encoded: Uint8Array): PolicyRule {
    const { rule, identities } = envelope.decode(encoded);
    const principals = identities.map(({ classification, principal }): Principal => {
        const { mspId, role } = mspRole.decode(principal);
        const name = ROLES[role];
        if (classification === 0 && name !== undefined) return { mspId, role: name };
        throw invalid('it has a principal that is not a role of an organization');
    });
    return decodeRule(rule, principals, 0);
}

function decodeRule(encoded: Buffer, principals: readonly Principal[], depth: number): PolicyRule {
    if (depth > MAX_DEPTH) throw invalid(`its rules are nested more than ${MAX_DEPTH} deep`);
    const rule = signaturePolicy.decode(encoded);
    if (rule.outOf.length > 0) {
        const { n, rules } = outOf.decode(rule.outOf);
        return { n, rules: rules.map((inner) => decodeRule(inner, principals, depth + 1)) };
    }
    const principal = principals[rule.signedBy];
    if (principal === undefined) throw invalid(`it refers to principal ${rule.signedBy} of ${principals.length}`);
    return principal;
}

function invalid(why: string): ChaincodeError {
    return new ChaincodeError('INVALID_ARGUMENT', `the endorsement policy cannot be read: ${why}`);
}
