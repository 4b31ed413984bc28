import { describe, expect, it } from '@jest/globals';
import { runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';

const SERVER = `
    const { ChaincodeServer } = require('@heddle/core');
    const { Router } = require('@heddle/core/router');
    const call = async () => ({ status: 200 });
    const options = { packageId: 'cc:1', address: '127.0.0.1:0' };
    require('@heddle/client');
    new ChaincodeServer({ Init: call, Invoke: call }, options);
    new Router({ routes: [{ address: '127.0.0.1:0', servers: ['127.0.0.1:1'] }] });
    const loaded = () => Object.keys(require.cache).some((file) => file.includes('@opentelemetry'));
    const before = loaded();
    new ChaincodeServer({ Init: call, Invoke: call }, { ...options, tracing: true });
    console.log(JSON.stringify([before, loaded()]));
`;

describe('what is not traced', () => {
    it('loads nothing of OpenTelemetry', async () => {
        const ended = await runProgram(['-e', SERVER], { cwd: ROOT });
        expect([ended.stderr, ended.stdout.trim()]).toEqual(['', '[false,true]']);
    });
});
