def log = new File(basedir, 'build.log').text.replace('\r\n', '\n')
def builds = log.split('Scanning for projects')
def file = new File(basedir, 'src/main/cnn/com/acme/Brightness.cnn').canonicalPath
def warning = "${file}:[5,3] warning WN210: "
assert builds[1].count('Skipped.') == 2
[2, 3].each {
  assert builds[it].count('[WARNING] ' + warning) == 1
  assert builds[it].contains('1 of 1 files checked')
}
assert builds[4].contains(warning)
assert builds[4].contains('The networks have 1 warning, and failOnWarning is set.')
// what the JVM says when it does not start is shown
assert builds[5].contains('-Xbogus') && builds[5].contains('the compiler ended with 1')
def classes = new File(basedir, 'target/classes/com/acme').list() as Set
assert classes == ['Brightness.class', 'Brightness.whittle', 'Brightness_scalar_b1.class', 'Brightness_scalar_b8.class',
    'Brightness_v256_b1.class', 'Brightness_v256_b8.class'] as Set
assert builds[7].contains('weightsDirectory')
assert builds[8].contains('wieghts is not a folder.')
def locked = new File(basedir, 'newer.kernels').canonicalPath
assert builds[9].contains("${locked}:[1,1] error WP502: ")
assert builds[10].contains('BUILD SUCCESS')
return true
