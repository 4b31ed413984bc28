import type { CollectionOptions } from '@heddle/local-peer';
import { ConfigurationError, type PackageManifest } from 'heddle/command';
import { readCollections } from '../configuring/collections-config';
import { type ChaincodePackage, findChaincodes } from '../configuring/find-chaincodes';
import type { DevOptions } from './dev-options';
import { invalid } from './given-setting';
import type { SettingSources } from './setting-sources';

/** One of the chaincodes that run. */
export interface ChaincodeSettings {
    readonly name: string;
    /** Of its package. */
    readonly folder: string;
    readonly manifest: PackageManifest;
    /** Undefined: those that the contracts declare. */
    readonly collections: readonly CollectionOptions[] | undefined;
    /** In Fabric's text form. Undefined: most of the organizations. */
    readonly endorsementPolicy: string | undefined;
    /** In place of what the package says. */
    readonly buildCommand: string | undefined;
}

/** fabric, core/chaincode/lifecycle/scc.go, ChaincodeNameRegExp. */
const CHAINCODE = /^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/;

/** @throws ConfigurationError for a name that no chaincode can have, or two of them */
export function chaincodesOf(sources: SettingSources): readonly [ChaincodeSettings, ...ChaincodeSettings[]] {
    const { options, config } = sources;
    const packages = findChaincodes(sources.folder, sources.manifest, config);
    refuseForSeveral(options, packages);
    const [first, ...others] = packages.map((one): ChaincodeSettings => {
        const { folder, manifest, build, endorsementPolicy } = one;
        return {
            name: chaincodeNameOf(options.chaincodeName, one),
            folder,
            manifest,
            collections: collectionsOf(options, one),
            endorsementPolicy: options.endorsementPolicy ?? endorsementPolicy ?? config?.endorsementPolicy,
            buildCommand: options.build ?? build,
        };
    });
    if (first === undefined) throw new Error('there is no chaincode');
    const names = [first, ...others].map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice === undefined) return [first, ...others];
    throw new ConfigurationError(
        `two chaincodes are called ${twice}: give one of them another name in its package.json, or in heddle.config.json`,
    );
}

/** What says something of one chaincode, where there are several. */
function refuseForSeveral(
    { chaincodeName, collectionsConfig, build }: DevOptions,
    packages: readonly ChaincodePackage[],
): void {
    if (packages.length === 1) return;
    const options = { '--chaincode-name': chaincodeName, '--collections-config': collectionsConfig, '--build': build };
    const [given] = Object.entries(options).find(([, value]) => value !== undefined) ?? [];
    if (given === undefined) return;
    const remedy = 'say it in heddle.config.json, among the chaincodes, or choose one by --module-path';
    throw new ConfigurationError(`${given} is for one chaincode, and here are ${packages.length}: ${remedy}`);
}

/** By default the package's name, as far as peers take it for a chaincode's. */
function chaincodeNameOf(given: string | undefined, { name, manifest }: ChaincodePackage): string {
    const remedy = 'use letters and digits, with - or _ between them';
    const chosen = given ?? name;
    const source = given === undefined ? 'the name of a chaincode in heddle.config.json' : '--chaincode-name';
    if (chosen !== undefined && !CHAINCODE.test(chosen)) throw invalid({ value: chosen, source }, remedy);
    if (chosen !== undefined) return chosen;
    const own = typeof manifest.name === 'string' ? manifest.name.replace(/^@[^/]*\//, '').replaceAll('.', '-') : '';
    return CHAINCODE.test(own) ? own : 'chaincode';
}

function collectionsOf(options: DevOptions, { collectionsConfig }: ChaincodePackage): CollectionOptions[] | undefined {
    if (options.collectionsConfig !== undefined)
        return readCollections(options.collectionsConfig, '--collections-config');
    return collectionsConfig === undefined ? undefined : readCollections(collectionsConfig, 'collectionsConfig');
}
