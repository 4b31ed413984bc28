/** The packages of Fabric's that Heddle has in its place, each under the same name in the scope @heddle. */
export const FABRIC_PACKAGES = ['fabric-contract-api', 'fabric-shim', 'fabric-shim-api'] as const;
export type FabricPackage = (typeof FABRIC_PACKAGES)[number];

/** The releases that stand for Fabric's of the same numbers. */
export const FACADE_RANGE = '~2.5.0';

export function facadeOf(name: FabricPackage): string {
    return `@heddle/${name}`;
}

export function isFabricPackage(name: string): name is FabricPackage {
    return (FABRIC_PACKAGES as readonly string[]).includes(name);
}
