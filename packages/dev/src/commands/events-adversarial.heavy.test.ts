import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { ListeningNetwork } from '../testing/listening-network';

describe('heddle events, where things end', () => {
    it('ends with 1 and says so when the network goes away', async () => {
        await using network = await ListeningNetwork.start();
        const options = network.options(network.user('User1'));
        await network.put('one');
        await using heddle = new HeddleProcess(['events', '--from-block', '0', ...options]);
        await heddle.printed(/\n/);
        await network.peer.close();
        expect(await heddle.exited).toBe(1);
        expect(heddle.lines.join('\n')).toMatch(/^heddle: events of store on mychannel failed at .*: \w+: .*\n {4}\S/);
    });

    it('prints every event once, over any number of kills, but the one that was under way', async () => {
        await using network = await ListeningNetwork.start();
        const options = network.options(network.user('User1'));
        const file = join(network.folder.path, 'checkpoint.json');
        const txIds: string[] = [];
        for (let index = 0; index < 12; index += 1) txIds.push(await network.put(`event ${index}`));
        const heard: string[] = [];
        for (let round = 0; round < 3; round += 1) {
            await using heddle = new HeddleProcess(['events', '--from-block', '0', '--checkpoint', file, ...options]);
            await heddle.printed(/\n/);
            heddle.signal('SIGKILL');
            expect(await heddle.exited).toBe('SIGKILL');
            heard.push(...Array.from(heddle.stdout.matchAll(/"txId":"(\w+)".*\n/g), ([, txId = '']) => txId));
            if (heard.includes(String(txIds.at(-1)))) break;
        }
        // A kill between printing and remembering prints one again; none is left out, and none is out of order.
        const once = heard.filter((txId, index) => heard.indexOf(txId) === index);
        expect(once).toEqual(txIds.slice(0, once.length));
        expect(heard.length - once.length).toBeLessThanOrEqual(2);
        expect(() => JSON.parse(readFileSync(file, 'utf8')) as unknown).not.toThrow();
    });

    it('ends with 0 when nobody reads any more, and remembers nothing of what was not read', async () => {
        await using network = await ListeningNetwork.start();
        const options = network.options(network.user('User1'));
        const file = join(network.folder.path, 'checkpoint.json');
        await network.put('never read');
        await using heddle = new HeddleProcess(['events', '--checkpoint', file, '--from-block', '0', ...options]);
        heddle.stopReading();
        expect(await heddle.exited).toBe(0);
        expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({});
    });

    it('refuses a file that is not a checkpoint', async () => {
        await using network = await ListeningNetwork.start();
        const options = network.options(network.user('User1'));
        const file = network.folder.write('checkpoint.json', '{"blockNumber":7}');
        await using heddle = new HeddleProcess(['events', '--checkpoint', file, ...options]);
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines.join('\n')).toContain(`${file} is no checkpoint: give --checkpoint a file that`);
        expect(readFileSync(file, 'utf8')).toBe('{"blockNumber":7}');
    });
});
