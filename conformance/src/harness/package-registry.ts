import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Manifest, readPackages } from '../repository/source-files';
import { packPackages } from './pack-packages';

interface PackedPackage {
    readonly manifest: Manifest & { readonly version: string };
    readonly tarball: Buffer;
}

/**
 * A registry of npm on this machine, for as long as it is held: it has the packages of this repository as they would be
 * published, and sends package managers to another registry for all the others.
 */
export class PackageRegistry implements AsyncDisposable {
    readonly url: string;
    readonly #close: () => Promise<void>;

    private constructor(url: string, close: () => Promise<void>) {
        this.url = url;
        this.#close = close;
    }

    /**
     * @param folder an empty one, for the tarballs
     * @param upstream the registry that has the others
     */
    static async start(folder: string, upstream: string): Promise<PackageRegistry> {
        const packages = await pack(folder);
        const server = createServer(({ url = '/', headers: { host = '' } }, response) => {
            const name = decodeURIComponent(url.slice(1)).replace(/\/-\/.*$/, '');
            const found = packages.get(name);
            if (found === undefined) redirect(response, new URL(url, upstream));
            else if (url.includes('/-/')) response.end(found.tarball);
            else response.end(JSON.stringify(describe(found, `http://${host}`)));
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        return new PackageRegistry(`http://127.0.0.1:${port}/`, async () => {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        });
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.#close();
    }
}

async function pack(folder: string): Promise<ReadonlyMap<string, PackedPackage>> {
    const published = readPackages().filter(({ manifest }) => manifest.private !== true);
    const tarballs = await packPackages(
        published.map(({ folder: path }) => path.replace('packages/', '')),
        folder,
    );
    return new Map(
        published.map(({ manifest }) => {
            const tarball = readFileSync(join(folder, tarballs.get(manifest.name) ?? ''));
            return [manifest.name, { manifest: manifest as PackedPackage['manifest'], tarball }];
        }),
    );
}

/** As a registry answers: https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md. */
function describe({ manifest, tarball }: PackedPackage, registry: string): object {
    const { name, version } = manifest;
    const dist = {
        tarball: `${registry}/${name}/-/${version}.tgz`,
        integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        shasum: createHash('sha1').update(tarball).digest('hex'),
    };
    return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

function redirect(response: ServerResponse, to: URL): void {
    response.writeHead(302, { location: to.href }).end();
}
