import { createSelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ConfigurationError } from 'heddle/command';
import { readConnectionProfile } from './connection-profile';

const PROFILE = `
name: test-network-org1
client: { organization: Org1 }
organizations:
    Org1: { mspid: Org1MSP, peers: [peer0.org1, peer1.org1] }
    Org2: { mspid: Org2MSP, peers: [peer0.org2] }
    Org3: { mspid: Org3MSP }
    Org4: { peers: [peer0.org1] }
    Org5: { mspid: Org5MSP, peers: [peer9] }
    Org6: { mspid: Org6MSP, peers: [badly] }
peers:
    peer0.org1:
        url: grpcs://localhost:7051
        tlsCACerts: { path: tls/ca.pem }
        grpcOptions: { ssl-target-name-override: peer0.org1.example.com }
    peer0.org2: { url: 'grpc://[::1]:9051' }
    badly: { url: https://localhost }
`;

function read(profile: string, organization?: string): ReturnType<typeof readConnectionProfile> {
    using folder = new TemporaryFolder();
    folder.write('tls/ca.pem', CERT);
    return readConnectionProfile(folder.write('profile.yaml', profile), organization);
}

let CERT = '';

describe('a connection profile', () => {
    it("leads to the first peer of the client's organization, by paths that are relative to it", async () => {
        ({ cert: CERT } = await createSelfSigned());
        expect(read(PROFILE)).toMatchObject({
            address: 'localhost:7051',
            mspId: 'Org1MSP',
            tls: { rootCert: Buffer.from(CERT), hostOverride: 'peer0.org1.example.com' },
        });
    });

    it('leads to a peer without TLS', () => {
        expect(read(PROFILE, 'Org2')).toMatchObject({ address: '[::1]:9051', mspId: 'Org2MSP', tls: undefined });
    });

    it.each([[(pem: string): unknown => pem], [(pem: string): unknown => [pem]]])(
        'has certificates within, as text or as a list, and may be JSON',
        async (inForm) => {
            const { cert } = await createSelfSigned();
            const profile = {
                organizations: { Org1: { mspid: 'Org1MSP', peers: ['p'] } },
                peers: { p: { url: 'grpcs://peer:7051', tlsCACerts: { pem: inForm(cert) } } },
            };
            const { tls } = read(JSON.stringify(profile));
            expect(tls).toEqual({ rootCert: Buffer.from(cert), hostOverride: undefined });
        },
    );

    it('trusts what Node trusts where it names no authority', () => {
        const { tls } = read('{organizations: {O: {mspid: M, peers: [p]}}, peers: {p: {url: "grpcs://peer:7051"}}}');
        expect(tls).toEqual({ rootCert: undefined, hostOverride: undefined });
    });

    it.each<[string, string, string | undefined, RegExp]>([
        [
            'has no such organization',
            PROFILE,
            'Org9',
            /organizations\.Org9 is not there, of .* Org1, .*: correct the con/,
        ],
        ['has no peer', PROFILE, 'Org3', /organizations\.Org3\.peers has no peer/],
        ['has no MSP id', PROFILE, 'Org4', /organizations\.Org4\.mspid is missing/],
        ['names a peer that it has not', PROFILE, 'Org5', /peers\.peer9 is not there/],
        ['has no address', PROFILE, 'Org6', /peers\.badly\.url is "https:\/\/localhost", which is no grpcs:/],
        ['is something else', '[1]', undefined, /names no client\.organization, and has no organizations: choose/],
        ['has several', 'organizations: {A: {}, B: {}}', undefined, /has A, B: choose one by --organization/],
        ['is no YAML', '{', undefined, /of --connection-profile is neither JSON nor YAML \(.*\): correct it/],
    ])('that %s is a mistake', (_what, profile, organization, told) => {
        expect(() => read(profile, organization)).toThrow(told);
    });

    it('of any shape leads to a peer, or is a mistake', () => {
        const value = fc.letrec((tie) => ({
            any: fc.oneof(fc.constantFrom('Org1', 'p', 'grpc://p:1', 'grpcs://p:1', null, 5), tie('fields')),
            fields: fc.dictionary(fc.constantFrom(...FIELDS), tie('any'), { maxKeys: 4 }),
        })).any;
        fc.assert(
            fc.property(value, fc.constantFrom(undefined, 'Org1'), (profile, organization) => {
                const outcome = outcomeOf(JSON.stringify(profile), organization);
                expect(outcome instanceof ConfigurationError || 'address' in outcome).toBe(true);
            }),
        );
    });
});

const FIELDS = [
    'client',
    'organizations',
    'organization',
    'Org1',
    'mspid',
    'peers',
    'p',
    'url',
    'tlsCACerts',
    'pem',
    'path',
];

function outcomeOf(profile: string, organization: string | undefined): object {
    try {
        return read(profile, organization);
    } catch (error) {
        return error as object;
    }
}
