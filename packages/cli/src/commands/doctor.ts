import { Command } from 'commander';
import type { DoctorOptions } from '../doctor/run-doctor';
import { addSettings, readCommandLine } from '../input/command-line';
import { Environment } from '../input/environment';
import { addOptionRules, type OptionRule } from '../input/option-rules';
import type { ExitCode } from '../reporting/command-error';
import type { ProcessHost } from '../serving/process-host';
import { SERVER_SETTINGS } from '../serving/server-options';

const RULES: readonly OptionRule[] = [
    { options: ['--tls-root-cert', '--client-cert', '--client-key'], needs: ['--server', '--peer'] },
];

/** Makes `heddle doctor`, which finds why a peer and a server do not come together. */
export function createDoctorCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('doctor')
        .description('Look at package, environment, certificates, contracts and a running server, and say what to do.')
        .option('--server <host:port>', 'a running server, which is dialled as a peer would')
        .option('--peer <host:port>', 'a running peer: where it takes chaincode, or its gateway')
        .option('--operations <host:port>', 'where the running server has its operations, to ask it for its code')
        .option('--tls-root-cert <file>', "PEM by which to trust the running server or peer; default: the package's")
        .option('--client-cert <file>', "PEM of the certificate to show it; default: the package's")
        .option('--client-key <file>', "PEM of its private key; default: the package's")
        .option('--json', 'print JSON');
    addSettings(command, SERVER_SETTINGS);
    return addOptionRules(command, RULES).action(async (options: DoctorOptions & { readonly json?: boolean }) => {
        const { runDoctor } = await import('../doctor/run-doctor.js');
        const { isHealthy, toJson, toText } = await import('../doctor/diagnosis.js');
        const diagnoses = await runDoctor(new Environment(readCommandLine(command), host.variables), options);
        process.stdout.write(options.json === true ? toJson(diagnoses) : toText(diagnoses));
        finish(isHealthy(diagnoses) ? 0 : 1);
    });
}
