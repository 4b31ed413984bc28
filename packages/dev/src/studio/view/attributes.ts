import type { X509Certificate } from 'node:crypto';

/** Fabric CA's extension with the attributes. */
const ATTRIBUTES = /\{"attrs":(\{.*?\})\}/;

/** The attributes in a certificate; none where there are none, or where they cannot be read. */
export function attributesIn({ raw }: X509Certificate): Record<string, string> {
    const [, attributes = '{}'] = ATTRIBUTES.exec(raw.toString('latin1')) ?? [];
    try {
        return JSON.parse(Buffer.from(attributes, 'latin1').toString()) as Record<string, string>;
    } catch {
        return {};
    }
}
