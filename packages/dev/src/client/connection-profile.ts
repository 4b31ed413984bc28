import { dirname, resolve } from 'node:path';
import { certificatesIn, ConfigurationError, parseDialledAddress, readGivenFile, reasonOf } from 'heddle/command';
import { parse as parseYaml } from 'yaml';
import type { NetworkSource } from './network-source';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a connection profile in the common form of Fabric's clients: the first peer of an organization, and how to trust
 * it. Paths in it are relative to the profile.
 *
 * @param organization default: the client's organization of the profile, or the only one
 * @throws ConfigurationError if the profile does not lead to a peer
 */
export function readConnectionProfile(file: string, organization: string | undefined): NetworkSource {
    const profile = new Profile(file);
    const name = organization ?? profile.organizationOfClient();
    const member = profile.entry('organizations', name);
    const mspId = textOf(member['mspid']);
    if (mspId === undefined) throw profile.mistake(`organizations.${name}.mspid`, 'is missing');
    const peer = profile.firstPeerOf(name, member);
    const url = textOf(profile.entry('peers', peer)['url']) ?? '';
    const [, scheme, address = ''] = /^(?:(grpcs?):\/\/)?(.*)$/.exec(url) ?? [];
    if (parseDialledAddress(address) === undefined) {
        throw profile.mistake(`peers.${peer}.url`, `is ${JSON.stringify(url)}, which is no grpcs://host:port`);
    }
    const tls = scheme === 'grpcs' ? profile.tlsOf(peer) : undefined;
    return { address, tls, mspId, user: undefined, channel: undefined, chaincode: undefined };
}

/** The document, and how to tell what is wrong with it. */
class Profile {
    readonly #file: string;
    readonly #fields: Fields;

    constructor(file: string) {
        this.#file = file;
        this.#fields = fieldsOf(parse(file));
    }

    mistake(field: string, what: string): ConfigurationError {
        return new ConfigurationError(`${this.#file}: ${field} ${what}: correct the connection profile`);
    }

    organizationOfClient(): string {
        const named = textOf(fieldsOf(this.#fields['client'])['organization']);
        if (named !== undefined) return named;
        const [only, ...others] = Object.keys(fieldsOf(this.#fields['organizations']));
        if (only !== undefined && others.length === 0) return only;
        throw new ConfigurationError(
            `${this.#file} names no client.organization, and has ${only === undefined ? 'no organizations' : [only, ...others].join(', ')}: choose one by --organization`,
        );
    }

    /** @throws ConfigurationError if nothing has that name */
    entry(section: 'organizations' | 'peers', name: string): Fields {
        const entries = fieldsOf(this.#fields[section]);
        if (Object.hasOwn(entries, name)) return fieldsOf(entries[name]);
        const names = Object.keys(entries).join(', ') || 'none';
        throw this.mistake(`${section}.${name}`, `is not there, of ${section} it has ${names}`);
    }

    firstPeerOf(organization: string, { peers }: Fields): string {
        const first: unknown = Array.isArray(peers) ? peers[0] : undefined;
        if (typeof first === 'string') return first;
        throw this.mistake(`organizations.${organization}.peers`, 'has no peer');
    }

    tlsOf(peer: string): NetworkSource['tls'] {
        const fields = this.entry('peers', peer);
        const options = fieldsOf(fields['grpcOptions']);
        return {
            rootCert: this.#certificates(`peers.${peer}.tlsCACerts`, fieldsOf(fields['tlsCACerts'])),
            hostOverride: textOf(options['ssl-target-name-override']) ?? textOf(options['hostnameOverride']),
        };
    }

    /** Clients in Go and Java take a list, too. */
    #certificates(field: string, { pem, path }: Fields): Buffer | undefined {
        const texts = [pem].flat().filter((text) => typeof text === 'string');
        const value = textOf(path);
        if (texts.length === 0 && value === undefined) return undefined;
        const bytes =
            value === undefined
                ? Buffer.from(texts.join('\n'))
                : readGivenFile({ value: resolve(dirname(this.#file), value), source: `${this.#file}: ${field}.path` });
        if (certificatesIn(bytes.toString('latin1')) === undefined) throw this.mistake(field, 'holds no certificate');
        return bytes;
    }
}

/** JSON is YAML. */
function parse(file: string): unknown {
    const source = '--connection-profile';
    const text = readGivenFile({ value: file, source }).toString('utf8');
    try {
        return parseYaml(text);
    } catch (cause) {
        throw new ConfigurationError(
            `${file} of ${source} is neither JSON nor YAML (${reasonOf(cause)}): correct it, or name a connection profile`,
            { cause },
        );
    }
}

/** What is not an object has no fields. */
function fieldsOf(value: unknown): Fields {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
