// Prints rows as columns that fit a terminal.

const WIDTHS = { call: 44, outcome: 7, result: 46 };

function cut(text, width) {
    const line = text.replaceAll('\n', ' ');
    return (line.length > width ? `${line.slice(0, width - 1)}…` : line).padEnd(width);
}

function line(mark, { call, outcome, result }, time) {
    return `${mark} ${cut(call, WIDTHS.call)}  ${cut(outcome, WIDTHS.outcome)}  ${cut(result, WIDTHS.result)}  ${time}`;
}

function printTable(rows) {
    console.log(line(' ', { call: 'call', outcome: 'outcome', result: 'result' }, 'time'));
    console.log('─'.repeat(116));
    for (const row of rows) {
        const time = row.milliseconds === undefined ? '' : `${row.milliseconds.toFixed(1)} ms`;
        console.log(line(row.asExpected ? '✓' : '✗', row, time));
    }
}

module.exports = { printTable };
