import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, reasonOf } from 'heddle/command';
import { type FabricPackage, FACADE_RANGE, facadeOf } from './fabric-packages';

/** Where a package manager finds the facade. */
export interface FacadeSource {
    /** What package.json says in place of the version of Fabric's package. */
    specOf(name: FabricPackage): string;
    /** What else has to be said, by package: where the facade's own dependencies are. */
    readonly others: Readonly<Record<string, string>>;
}

/** From the registry that the package manager asks. */
export const REGISTRY: FacadeSource = {
    specOf: (name) => `npm:${facadeOf(name)}@${FACADE_RANGE}`,
    others: {},
};

const TARBALL = /^(heddle(?:-[a-z-]+)?)-(\d.*)\.tgz$/;

/**
 * From a folder with packed packages, for a machine that reaches no registry which has them.
 *
 * @throws ConfigurationError where the folder lacks one of them
 */
export function fromTarballs(folder: string): FacadeSource {
    const tarballs = tarballsIn(resolve(folder));
    const specOf = (name: FabricPackage): string => {
        const file = tarballs.get(facadeOf(name));
        if (file !== undefined) return `file:${file}`;
        throw new ConfigurationError(
            `${folder} has no packed ${facadeOf(name)}: run "npm pack" for it into the folder`,
        );
    };
    return { specOf, others: Object.fromEntries(Array.from(tarballs, ([name, file]) => [name, `file:${file}`])) };
}

/** Files by the name of the package, as `npm pack` names them: heddle-core-0.1.0.tgz is @heddle/core. */
function tarballsIn(folder: string): ReadonlyMap<string, string> {
    let names: string[];
    try {
        names = readdirSync(folder);
    } catch (cause) {
        throw new ConfigurationError(`${folder} cannot be read (${reasonOf(cause)}): give --from a folder`, { cause });
    }
    const found = new Map<string, string>();
    for (const name of names.sort()) {
        const [, packed] = TARBALL.exec(name) ?? [];
        if (packed !== undefined) found.set(packed.replace(/^heddle-/, '@heddle/'), join(folder, name));
    }
    return found;
}
