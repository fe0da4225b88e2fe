def log = new File(basedir, 'build.log').text
def classes = new File(basedir, 'target/classes/com/acme').list() as Set
assert classes == ['Swish.class', 'Swish.whittle', 'Swish_scalar_b1.class', 'Swish_v128_b1.class',
    'Swish_v256_b1.class', 'Swish_v512_b1.class'] as Set
assert !new File(basedir, 'target/classes/com/acme/blocks').exists()
assert log.contains('2 of 2 files compiled')
return true
