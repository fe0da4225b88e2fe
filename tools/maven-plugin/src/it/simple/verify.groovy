def log = new File(basedir, 'build.log').text
def facade = new File(basedir, 'target/generated-sources/whittle/com/acme/Brightness.java').text
assert facade.contains('Tells bright pictures from dark ones.')
def classes = new File(basedir, 'target/classes/com/acme').list() as Set
assert classes == ['Application.class', 'Brightness.class', 'Brightness.whittle', 'Brightness_scalar_b1.class',
    'Brightness_v128_b1.class', 'Brightness_v256_b1.class', 'Brightness_v512_b1.class'] as Set
assert log.contains('1 of 1 files compiled')
assert log.count('Tests run: 3, Failures: 0, Errors: 0') >= 2
def (vectors, scalar) = log.split('\\(default-cli\\)', 2)
assert vectors =~ /it runs: Brightness (4|8|16)/
assert vectors.count('start java with --add-modules jdk.incubator.vector') == 0
assert scalar.contains('it runs: Brightness 1')
assert scalar.count('start java with --add-modules jdk.incubator.vector') == 1
return true
