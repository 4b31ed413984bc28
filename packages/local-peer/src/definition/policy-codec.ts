import {
    bytes,
    embedded,
    type Encodable,
    int32,
    message,
    repeatedBytes,
    repeatedMessages,
    string,
} from '@heddle/protocol/codec';
import type { Principal, SignaturePolicy } from './signature-policy';

/** Policies as fabric-protos has them (common/policies.proto, msp/msp_principal.proto). */

const principalFields = { classification: int32(1), principal: bytes(2) };
const principal = message(principalFields);
const role = message({ mspId: string(1), role: int32(2) });
const threshold = message({ outOf: int32(1), rules: repeatedBytes(2) });
/** One of both; rules are kept encoded, for they are rules again. */
const rule = message({ signedBy: int32(1), threshold: embedded(2, threshold) });
const policyEnvelope = message({ version: int32(1), rule: bytes(2), identities: repeatedMessages(3, principal) });

/** MSPRole.MSPRoleType, by number. */
const ROLES: readonly Principal['role'][] = ['member', 'admin', 'client', 'peer', 'orderer'];
/** MSPPrincipal.Classification. */
const CLASSIFICATION_ROLE = 0;
/** Deeper than any policy is; bytes of strangers must not exhaust the stack. */
const MAX_DEPTH = 50;

/**
 * Decodes a SignaturePolicyEnvelope, which is what the key metadata VALIDATION_PARAMETER has.
 * @throws Error if the bytes are not one, or it names identities by anything but their role
 */
export function decodePolicy(encoded: Uint8Array): SignaturePolicy {
    const { version, rule: root, identities } = policyEnvelope.decode(encoded);
    if (version !== 0)
        throw new Error(`this evaluator only understands messages of version 0, but version was ${version}`);
    return decodeRule(root, identities.map(decodePrincipal), 0);
}

/** The bytes of the first identity's signature: one of both is there, so that its default is written, too. */
const SIGNED_BY_FIRST = Buffer.of(8, 0);

/** Encodes to a SignaturePolicyEnvelope, each principal once for each time that it is named, as peers' command does. */
export function encodePolicy(policy: SignaturePolicy): Buffer {
    const identities: Encodable<typeof principalFields>[] = [];
    const encodeRule = (one: SignaturePolicy): Buffer => {
        if ('rules' in one) return rule.encode({ threshold: { outOf: one.outOf, rules: one.rules.map(encodeRule) } });
        identities.push({ principal: role.encode({ mspId: one.mspId, role: ROLES.indexOf(one.role) }) });
        const signedBy = identities.length - 1;
        return signedBy === 0 ? SIGNED_BY_FIRST : rule.encode({ signedBy });
    };
    return policyEnvelope.encode({ rule: encodeRule(policy), identities });
}

function decodeRule(encoded: Uint8Array, principals: readonly Principal[], depth: number): SignaturePolicy {
    if (encoded.length === 0) throw new Error('Empty policy element');
    if (depth > MAX_DEPTH) throw new Error(`a policy of more than ${MAX_DEPTH} levels`);
    const { signedBy, threshold: gate } = rule.decode(encoded);
    if (gate !== undefined)
        return { outOf: gate.outOf, rules: gate.rules.map((one) => decodeRule(one, principals, depth + 1)) };
    const found = principals[signedBy];
    if (found !== undefined) return found;
    throw new Error(
        `identity index out of range, requested ${signedBy}, but identities length is ${principals.length}`,
    );
}

function decodePrincipal(encoded: ReturnType<typeof principal.decode>): Principal {
    if (encoded.classification !== CLASSIFICATION_ROLE)
        throw new Error(`a principal of classification ${encoded.classification}; only roles are supported here`);
    const { mspId, role: number } = role.decode(encoded.principal);
    const name = ROLES[number];
    if (name === undefined) throw new Error(`unknown role ${number} of ${mspId}`);
    return { mspId, role: name };
}
