import {
    bytes,
    embedded,
    int32,
    message,
    repeatedBytes,
    repeatedMessages,
    string,
    uint64,
} from '@heddle/protocol/codec';

/** A channel's configuration (fabric-protos, common/configtx.proto, common/policies.proto, peer/configuration.proto). */

const entry = message({ key: string(1), value: bytes(2) });
/** Maps; groups are kept encoded, for they have groups again. */
export const configGroup = message({
    groups: repeatedMessages(2, entry),
    values: repeatedMessages(3, entry),
    policies: repeatedMessages(4, entry),
    modPolicy: string(5),
});
const config = message({ sequence: uint64(1), channelGroup: bytes(2) });
export const configEnvelope = message({ config: embedded(1, config) });
export const configValue = message({ value: bytes(2), modPolicy: string(3) });
export const configPolicy = message({
    policy: embedded(2, message({ type: int32(1), value: bytes(2) })),
    modPolicy: string(3),
});
export const implicitMetaPolicy = message({ subPolicy: string(1), rule: int32(2) });
export const capabilities = message({
    capabilities: repeatedMessages(1, message({ name: string(1), value: bytes(2) })),
});
export const mspConfig = message({ type: int32(1), config: bytes(2) });
export const fabricMspConfig = message({
    name: string(1),
    rootCertificates: repeatedBytes(2),
    intermediateCertificates: repeatedBytes(3),
});
export const acls = message({
    acls: repeatedMessages(1, message({ resource: string(1), rule: embedded(2, message({ policy: string(1) })) })),
});

/** Policy.PolicyType. */
export const SIGNATURE_POLICY = 1;
export const IMPLICIT_META_POLICY = 3;
/** ImplicitMetaPolicy.Rule, by number. */
export const META_RULES = ['ANY', 'ALL', 'MAJORITY'] as const;
