import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** What connection.json says. Values of other types are let through: what peers and builders make of them is tested. */
export type Connection = Readonly<Record<string, unknown>> & { readonly address: string };

export interface PackageOptions {
    readonly label: string;
    readonly connection: Connection;
    /** Default: ccaas. */
    readonly type?: string | undefined;
    /** More files of code.tar.gz, such as META-INF/statedb/couchdb/indexes/by-owner.json. */
    readonly files?: Readonly<Record<string, string>> | undefined;
}

/** A package to install, and the id that peers will give to it. */
export interface ChaincodePackage {
    readonly bytes: Buffer;
    readonly packageId: string;
}

/** Packs a chaincode that runs as an external service: just enough for the suites, always the same bytes. */
export function packChaincode({ label, connection, type = 'ccaas', files = {} }: PackageOptions): ChaincodePackage {
    const code = tarGz({ 'connection.json': JSON.stringify(connection), ...files });
    const bytes = tarGz({ 'metadata.json': JSON.stringify({ type, label }), 'code.tar.gz': code });
    return { bytes, packageId: `${label}:${createHash('sha256').update(bytes).digest('hex')}` };
}

function tarGz(files: Readonly<Record<string, string | Buffer>>): Buffer {
    const entries = Object.entries(files).flatMap(([name, content]) => {
        const bytes = Buffer.from(content);
        return [tarHeader(name, bytes.length), bytes, Buffer.alloc(-bytes.length & (BLOCK - 1))];
    });
    return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

/** A header of ustar, of a regular file with mode 0644 (POSIX.1-1988, pax). */
function tarHeader(name: string, size: number): Buffer {
    const header = Buffer.alloc(BLOCK);
    header.write(name, 0);
    header.write('0000644\0' + '0000000\0'.repeat(2), 100);
    header.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0${' '.repeat(8)}0`, 124);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return header;
}
