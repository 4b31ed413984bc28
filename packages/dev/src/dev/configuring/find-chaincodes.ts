import { dirname, join } from 'node:path';
import { ConfigurationError, type PackageManifest, readManifest, reasonOf } from 'heddle/command';
import { globSync } from 'tinyglobby';
import type { ConfiguredChaincode, DevConfig } from './config-file';

/** A package whose contracts are to run, and what the configuration file says of it. */
export interface ChaincodePackage extends Omit<ConfiguredChaincode, 'folder'> {
    /** Absolute. */
    readonly folder: string;
    readonly manifest: PackageManifest;
}

/** What a package that has contracts depends on. */
const OF_CONTRACTS = ['@heddle/contract', '@heddle/core', 'fabric-contract-api', 'fabric-shim'];

/**
 * Finds the packages that `heddle dev` runs: those of heddle.config.json; else the contracts among the npm workspaces of
 * a package that has none itself; else the package in this folder.
 *
 * @throws ConfigurationError if a folder of the configuration file has no package
 */
export function findChaincodes(
    folder: string,
    manifest: PackageManifest,
    config: Pick<DevConfig, 'file' | 'chaincodes'> | undefined,
): readonly [ChaincodePackage, ...ChaincodePackage[]] {
    const [first, ...others] = configuredPackages(config) ?? workspacePackages(folder, manifest);
    return first === undefined ? [{ folder, manifest }] : [first, ...others];
}

function configuredPackages(
    config: Pick<DevConfig, 'file' | 'chaincodes'> | undefined,
): ChaincodePackage[] | undefined {
    return config?.chaincodes?.map((chaincode, index) => {
        const folder = chaincode.folder ?? dirname(config.file);
        try {
            return { ...chaincode, folder, manifest: readManifest(folder) };
        } catch (cause) {
            const remedy = 'give the folder of a package, relative to the file';
            const place = `chaincodes.${index}.folder in ${config.file}`;
            throw new ConfigurationError(`${place} leads to ${folder} (${reasonOf(cause)}): ${remedy}`, { cause });
        }
    });
}

function workspacePackages(folder: string, manifest: PackageManifest): ChaincodePackage[] {
    const patterns = patternsOf(manifest.workspaces);
    if (patterns.length === 0 || hasContracts(manifest)) return [];
    const files = globSync(
        patterns.map((pattern) => `${pattern.replace(/\/+$/, '')}/package.json`),
        { cwd: folder, ignore: ['**/node_modules/**'], expandDirectories: false },
    );
    return [...files]
        .sort()
        .map((file) => dirname(join(folder, file)))
        .map((member) => ({ folder: member, manifest: readManifest(member) }))
        .filter((member) => hasContracts(member.manifest));
}

/** `["packages/*"]`, or `{ "packages": ["packages/*"] }` as yarn had it first. */
function patternsOf(workspaces: unknown): string[] {
    const list: unknown =
        typeof workspaces === 'object' && workspaces !== null && 'packages' in workspaces
            ? workspaces.packages
            : workspaces;
    return Array.isArray(list) ? list.filter((pattern) => typeof pattern === 'string') : [];
}

function hasContracts({ dependencies }: PackageManifest): boolean {
    if (typeof dependencies !== 'object' || dependencies === null) return false;
    return OF_CONTRACTS.some((name) => Object.hasOwn(dependencies, name));
}
