def log = new File(basedir, 'build.log').text
def facade = new File(basedir, 'target/generated-sources/whittle/com/acme/Brightness.java').text
assert facade.contains('Tells bright pictures from dark ones.')
def classes = new File(basedir, 'target/classes/com/acme').list() as Set
assert classes == ['Application.class', 'Brightness.class', 'Brightness.whittle', 'Brightness_scalar_b1.class',
    'Brightness_v128_b1.class', 'Brightness_v256_b1.class', 'Brightness_v512_b1.class'] as Set
assert log =~ /it runs: Brightness (4|8|16)/
assert log.contains('1 of 1 files compiled')
return true
