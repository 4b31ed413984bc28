// The tests are compiled with the contract, by the same compiler.
module.exports = { roots: ['<rootDir>/dist'], transform: {}, setupFiles: ['@heddle/testing/traps'] };
