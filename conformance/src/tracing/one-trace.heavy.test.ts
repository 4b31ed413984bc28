import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DevPackage } from '../harness/dev-package';
import { type Ended, runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';
import { type SentSpan, SpanReceiver } from './span-receiver';

const CLIENTS = join(
    dirname(createRequire(__filename).resolve('@heddle-examples/client-application')),
    'clients',
    'asset-transfer.js',
);

/** An application whose calls are traced: it prints the ids of its transactions. */
const APPLICATION = `
    const { createPrivateKey } = require('node:crypto');
    const { readFileSync } = require('node:fs');
    const grpc = require('@grpc/grpc-js');
    const { connect, hash, signers } = require('@hyperledger/fabric-gateway');
    const { AssetTransfer } = require(process.env.CLIENTS);

    const { gateway, organizations } = JSON.parse(readFileSync('.heddle/connection.json', 'utf8'));
    const [{ mspId, certificatePath, privateKeyPath }] = organizations;
    const client = new grpc.Client(gateway, grpc.credentials.createInsecure());
    const connected = connect({
        client,
        identity: { mspId, credentials: readFileSync(certificatePath) },
        signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync(privateKeyPath))),
    });
    const network = connected.getNetwork('mychannel');
    const assets = AssetTransfer.connect(network, 'asset-transfer', { tracing: true });

    (async () => {
        const [, , what, count] = process.argv;
        if (what === 'create') {
            const asset = { id: 'a1', color: 'red', size: 5, owner: 'confidential', appraisedValue: 300 };
            const sent = await assets.createAsset.send(asset);
            await sent.commit();
            console.log(sent.transactionId);
        } else {
            for (let index = 0; index < Number(count); index++) await assets.readAsset('a1').catch(() => undefined);
        }
        connected.close();
        client.close();
    })();
`;

/** The file that the guide has its readers write. */
function tracingFile(): string {
    const guide = readFileSync(join(ROOT, 'docs', 'guide', 'operations.md'), 'utf8');
    const [, text] = /^```js\n(\/\/ tracing\.js\n[^]*?)^```$/m.exec(guide) ?? [];
    if (text === undefined) throw new Error('the guide has no tracing.js');
    return text;
}

/** The same for an application, which has the SDK make ids as the guide says. */
function applicationTracingFile(): string {
    const made = 'new NodeTracerProvider({ idGenerator: new TransactionIdGenerator(),';
    const file = tracingFile().replace('new NodeTracerProvider({', made);
    return `const { TransactionIdGenerator } = require('@heddle/client');\n${file}`;
}

let receiver: SpanReceiver;

beforeAll(async () => {
    receiver = await SpanReceiver.listen();
});
afterAll(() => receiver[Symbol.asyncDispose]());

/** Starts heddle dev with two organizations, and an application to call it. */
async function start(variables: Record<string, string> = {}): Promise<DevPackage> {
    const dev = await DevPackage.start(
        ['--organizations', 'Org1MSP,Org2MSP', '--tracing', '--determinism', 'off', '--no-studio', '--no-journal'],
        undefined,
        {
            NODE_OPTIONS: `--require ${writeTracing()}`,
            OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
            OTEL_BSP_SCHEDULE_DELAY: '50',
            OTEL_SERVICE_NAME: 'network',
            ...variables,
        },
    );
    writeFileSync(join(dev.folder, 'application.js'), APPLICATION);
    writeFileSync(join(dev.folder, 'application-tracing.js'), applicationTracingFile());
    return dev;
}

/** Before there is a folder of the package: processes of the network begin there. */
function writeTracing(): string {
    const file = join(__dirname, 'tracing-of-the-guide.js');
    writeFileSync(file, tracingFile());
    return file;
}

async function runApplication(dev: DevPackage, args: readonly string[], variables = {}): Promise<Ended> {
    return runProgram(['--require', './application-tracing.js', 'application.js', ...args], {
        cwd: dev.folder,
        env: {
            CLIENTS,
            OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
            OTEL_SERVICE_NAME: 'application',
            ...variables,
        },
    });
}

const namesOf = (spans: readonly SentSpan[], service: string): string[] =>
    spans.flatMap((span) => (span.service === service ? span.name : [])).sort();

describe('a transaction at two organizations', () => {
    it('has one trace: of the client, the gateway, both endorsements, each request, and the commit', async () => {
        await using dev = await start();
        const ended = await runApplication(dev, ['create']);
        expect(ended.stderr).toBe('');
        const txId = ended.stdout.trim();
        const traceId = txId.slice(0, 32);
        await dev.end();
        const spans = receiver.ofTrace(traceId);
        expect(namesOf(spans, 'application')).toEqual(['commit status', 'createAsset', 'endorse', 'submit']);
        const network = namesOf(spans, 'network');
        const requests = network.filter((name) => /^[A-Z_]+$/.test(name));
        expect(network.filter((name) => !requests.includes(name))).toEqual([
            'AssetTransfer:createAsset',
            'AssetTransfer:createAsset',
            'commit',
            'endorsement',
            'endorsement',
            'gateway endorse',
            'ordering',
            'validation',
        ]);
        const organizations = spans.flatMap(({ name, attributes }) =>
            name.endsWith(':createAsset') || name === 'endorsement' ? String(attributes['fabric.msp_id']) : [],
        );
        expect(organizations.sort()).toEqual(['Org1MSP', 'Org1MSP', 'Org2MSP', 'Org2MSP']);
        expect(requests).toEqual(['GET_STATE', 'GET_STATE', 'WRITE_BATCH_STATE', 'WRITE_BATCH_STATE']);
        // All hang together: the call of the client is the root.
        const ids = new Set(spans.map(({ spanId }) => spanId));
        const roots = spans.filter(({ parentSpanId }) => !ids.has(parentSpanId));
        expect(roots).toMatchObject([
            { service: 'application', name: 'createAsset', spanId: txId.slice(32, 48), parentSpanId: '' },
        ]);
        expect(JSON.stringify(spans)).not.toContain('confidential');
        expect(spans.filter(({ status }) => status === 2)).toEqual([]);
    });

    it('is in the sample everywhere or nowhere', async () => {
        const sampler = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.3' };
        await using dev = await start(sampler);
        const before = receiver.spans.length;
        const count = 40;
        expect((await runApplication(dev, ['read', String(count)], sampler)).stderr).toBe('');
        await dev.end();
        const spans = receiver.spans.slice(before);
        const tracesOf = (pattern: RegExp): string[] =>
            spans.flatMap(({ name, traceId }) => (pattern.test(name) ? traceId : [])).sort();
        const called = tracesOf(/^readAsset$/);
        const traced = spans.filter(({ attributes }) => 'fabric.transaction_id' in attributes);
        const own = traced.filter(({ traceId }) => called.includes(traceId));
        expect(called.length).toBeGreaterThan(0);
        expect(called.length).toBeLessThan(count);
        expect(tracesOf(/^AssetTransfer:readAsset$/)).toEqual(called);
        expect(tracesOf(/^gateway evaluate$/)).toEqual(expect.arrayContaining(called));
        // What it fails with is told by its code.
        expect(new Set(own.map(({ status }) => status))).toEqual(new Set([2]));
    });
});
