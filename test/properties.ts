import fc from "fast-check";

/**
 * fast-check with the same cases in each run, so that a run fails by what was changed. Others are tried by a seed in the
 * environment: `FAST_CHECK_SEED=7 node --test test/…`.
 */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 4) });

export { fc };
