import type { CollectionOptions } from '@heddle/local-peer';
import { declaredModelOf } from 'heddle/command';

/**
 * The collections that contracts declare, for a definition that says nothing of collections.
 * @param metadata of the contracts; undefined for a chaincode without contracts
 * @param everyone the organizations of the network, who have a collection that names no members
 */
export function declaredCollections(metadata: unknown, everyone: readonly string[]): CollectionOptions[] {
    const { collections } = declaredModelOf(metadata);
    return Array.from(collections, ([name, { members, ...settings }]) => ({
        ...settings,
        name,
        policy: members ?? everyone,
    }));
}

/** Says of each declared collection that nobody on the network is a member of it: no peer would have its data. */
export function collectionsOfOthers(metadata: unknown, everyone: readonly string[]): string[] {
    return Array.from(declaredModelOf(metadata).collections).flatMap(([name, { members = everyone }]) => {
        if (members.some((member) => everyone.includes(member))) return [];
        const remedy = `give --organizations ${members.join(',')}, or --collections-config a file with other members`;
        return [
            `no organization here is a member of the collection ${name}, so that no peer keeps its data: ${remedy}`,
        ];
    });
}
