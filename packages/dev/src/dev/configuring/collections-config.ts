import { readFileSync } from 'node:fs';
import type { CollectionOptions } from '@heddle/local-peer';
import { checkCollections, ConfigurationError, reasonOf, sentenceOf } from 'heddle/command';

/**
 * Reads a collections configuration, in the format of the `peer` command.
 *
 * @param source the option or member that names the file
 * @throws ConfigurationError if it cannot be used, or refers to policies that the local channel does not have
 */
export function readCollections(file: string, source: string): CollectionOptions[] {
    const text = readText(file, source);
    const [finding] = checkCollections(file, text).findings;
    if (finding !== undefined) throw new ConfigurationError(sentenceOf(finding));
    // They have been checked.
    return (JSON.parse(text) as CollectionConfig[]).map(({ endorsementPolicy, ...collection }) => {
        const policy = endorsementPolicy?.signaturePolicy;
        if (endorsementPolicy?.channelConfigPolicy !== undefined) {
            const remedy = 'give a signaturePolicy here: the local channel has no policies of its own to refer to';
            throw new ConfigurationError(`${file}: ${collection.name}: "channelConfigPolicy" has no effect: ${remedy}`);
        }
        return policy === undefined ? collection : { ...collection, endorsementPolicy: policy };
    });
}

interface CollectionConfig extends Omit<CollectionOptions, 'endorsementPolicy'> {
    readonly endorsementPolicy?: { readonly signaturePolicy?: string; readonly channelConfigPolicy?: string } | null;
}

function readText(file: string, source: string): string {
    try {
        return readFileSync(file, 'utf8');
    } catch (error) {
        const remedy = 'give a collections configuration, as for the peer command';
        throw new ConfigurationError(`${source} is ${file}, which cannot be read (${reasonOf(error)}): ${remedy}`);
    }
}
